"""Functions of rules of contracts that ship with Shapeproof, for itself. Generated; don't edit."""

MODULES = {
    '156f4-e313eda4': 'sagemaker.describe_hyper_parameter_tuning_job',
    '1688f-1ca5b52e': 'sagemaker.describe_hyper_parameter_tuning_job_1_44_8',
}
