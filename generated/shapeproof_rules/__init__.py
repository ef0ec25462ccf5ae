"""Functions of rules of contracts that ship with Shapeproof, for itself. Generated; don't edit."""

MODULES = {
    '1561a-ba5e6091': 'sagemaker.describe_hyper_parameter_tuning_job',
}
