"""The colour of a tuning job on a status page, for each status that SageMaker had in botocore 1.29.145.

SageMaker has more of them today. What reads responses learns that in production, or here:

    shapeproof fuzz run --exec 'python examples/consumers/status_page.py' \
        --from-diff sagemaker.describe_hyper_parameter_tuning_job@1.29.145 \
                    sagemaker.describe_hyper_parameter_tuning_job@installed
"""

from __future__ import annotations

import json
import sys

COLOURS = {"Completed": "green", "InProgress": "blue", "Failed": "red", "Stopped": "grey", "Stopping": "grey"}

job = json.load(sys.stdin)
print(job["HyperParameterTuningJobName"], COLOURS[job["HyperParameterTuningJobStatus"]])
