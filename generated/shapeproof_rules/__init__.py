"""Functions of rules of contracts that ship with Shapeproof, for itself. Generated; don't edit."""

MODULES = {
    '141d2-5309eba2': 'sagemaker.describe_hyper_parameter_tuning_job',
}
