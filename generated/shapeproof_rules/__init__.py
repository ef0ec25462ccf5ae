"""Functions of rules of contracts that ship with Shapeproof, for itself. Generated; don't edit."""

MODULES = {
    '1561a-ba5e6091': 'sagemaker.describe_hyper_parameter_tuning_job',
    '167b5-d8bf5284': 'sagemaker.describe_hyper_parameter_tuning_job_1_44_8',
}
