"""Models of sagemaker.describe_hyper_parameter_tuning_job@1.29.145: a module for each flavour and view."""
