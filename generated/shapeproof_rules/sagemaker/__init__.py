"""Rules of operations of sagemaker. Generated; don't edit."""
