"""Models of sagemaker.describe_hyper_parameter_tuning_job@1.29.145: pydantic, strict view.

Written by Shapeproof, and made anew with:

    shapeproof generate models sagemaker.describe_hyper_parameter_tuning_job@1.29.145 --flavour pydantic --view strict

    answer = from_dict(DescribeHyperParameterTuningJobResponse, client.describe_hyper_parameter_tuning_job(…))
    to_dict(answer, "cli")    # or "sdk", "wire"

Enforced: 491 of 491 constraints, measured with a mutant of each that breaks it alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Annotated, Any, Final, Literal, NamedTuple, TypeAlias, TypeVar, cast

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationInfo,
    field_validator,
)


__all__ = [
    "AlgorithmImage",
    "ArnOrName",
    "AttributeName",
    "AutoParameter",
    "Autotune",
    "AutotuneMode",
    "BestObjectiveNotImproving",
    "CategoricalParameterRange",
    "Channel",
    "ChannelName",
    "CheckpointConfig",
    "CompleteOnConvergence",
    "CompressionType",
    "ContentType",
    "ContinuousParameterRange",
    "ConvergenceDetected",
    "DataSource",
    "DescribeHyperParameterTuningJobError",
    "DescribeHyperParameterTuningJobErrorCode",
    "DescribeHyperParameterTuningJobErrorDetail",
    "DescribeHyperParameterTuningJobRequest",
    "DescribeHyperParameterTuningJobResponse",
    "DirectoryPath",
    "FailureReason",
    "FileSystemAccessMode",
    "FileSystemDataSource",
    "FileSystemId",
    "FileSystemType",
    "FinalHyperParameterTuningJobObjectiveMetric",
    "HyperParameterAlgorithmSpecification",
    "HyperParameterKey",
    "HyperParameterScalingType",
    "HyperParameterTrainingJobDefinition",
    "HyperParameterTrainingJobDefinitionName",
    "HyperParameterTrainingJobEnvironmentKey",
    "HyperParameterTrainingJobEnvironmentMap",
    "HyperParameterTrainingJobEnvironmentValue",
    "HyperParameterTrainingJobSummary",
    "HyperParameterTuningAllocationStrategy",
    "HyperParameterTuningInstanceConfig",
    "HyperParameterTuningJobArn",
    "HyperParameterTuningJobCompletionDetails",
    "HyperParameterTuningJobConfig",
    "HyperParameterTuningJobConsumedResources",
    "HyperParameterTuningJobName",
    "HyperParameterTuningJobObjective",
    "HyperParameterTuningJobObjectiveType",
    "HyperParameterTuningJobStatus",
    "HyperParameterTuningJobStrategyConfig",
    "HyperParameterTuningJobStrategyType",
    "HyperParameterTuningJobWarmStartConfig",
    "HyperParameterTuningJobWarmStartType",
    "HyperParameterTuningMaxRuntimeInSeconds",
    "HyperParameterTuningResourceConfig",
    "HyperParameterValue",
    "HyperParameters",
    "HyperbandStrategyConfig",
    "HyperbandStrategyMaxResource",
    "HyperbandStrategyMinResource",
    "InstanceGroup",
    "InstanceGroupName",
    "Integer",
    "IntegerParameterRange",
    "KeepAlivePeriodInSeconds",
    "KmsKeyId",
    "LoadError",
    "MaxNumberOfTrainingJobs",
    "MaxNumberOfTrainingJobsNotImproving",
    "MaxParallelTrainingJobs",
    "MaxRuntimeInSeconds",
    "MaxWaitTimeInSeconds",
    "MaximumRetryAttempts",
    "MetricDefinition",
    "MetricName",
    "MetricRegex",
    "ObjectiveStatus",
    "ObjectiveStatusCounter",
    "ObjectiveStatusCounters",
    "OptionalVolumeSizeInGB",
    "OutputDataConfig",
    "ParameterKey",
    "ParameterRanges",
    "ParameterValue",
    "ParentHyperParameterTuningJob",
    "RandomSeed",
    "RecordWrapper",
    "Representation",
    "ResourceConfig",
    "ResourceLimits",
    "RetryStrategy",
    "RoleArn",
    "S3DataDistribution",
    "S3DataSource",
    "S3DataType",
    "S3Uri",
    "SecurityGroupId",
    "Seed",
    "ShuffleConfig",
    "StoppingCondition",
    "SubnetId",
    "TrainingInputMode",
    "TrainingInstanceCount",
    "TrainingInstanceType",
    "TrainingJobArn",
    "TrainingJobEarlyStoppingType",
    "TrainingJobName",
    "TrainingJobStatus",
    "TrainingJobStatusCounter",
    "TrainingJobStatusCounters",
    "TuningJobCompletionCriteria",
    "VolumeSizeInGB",
    "VpcConfig",
    "from_dict",
    "to_dict",
]


class LoadError(ValueError):
    """Data that `from_dict` refuses: the message names the value by its JSON pointer."""


class _Structure(BaseModel):
    """A structure: unknown members are refused, and so is null, for optional means absent."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_null(cls, value: Any, info: ValidationInfo) -> Any:
        if value is None:
            member = cls.model_fields[info.field_name or ""].alias or info.field_name or ""
            if _FORMS.get(cls.__name__, {}).get(member, _PLAIN).kind != "document":
                raise ValueError("null stands here; a member without a value is left out")
        return value


class _OpenStructure(_Structure):
    """A structure to which services add members of their own."""

    model_config = ConfigDict(extra="allow")

ParameterKey: TypeAlias = Annotated[StrictStr, Field(max_length=256, pattern=r"^(?:[^\n\r\u2028\u2029]*)$")]
ParameterValue: TypeAlias = Annotated[StrictStr, Field(max_length=256, pattern=r"^(?:[^\n\r\u2028\u2029]*)$")]
MaxNumberOfTrainingJobsNotImproving: TypeAlias = Annotated[StrictInt, Field(ge=3, le=2147483647)]
ChannelName: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=64, pattern=r"^(?:[\-.0-9A-Z_a-z]+)$")]
ContentType: TypeAlias = Annotated[StrictStr, Field(max_length=256, pattern=r"^(?:[^\n\r\u2028\u2029]*)$")]
S3Uri: TypeAlias = Annotated[StrictStr, Field(max_length=1024, pattern=r"^(?:(?:https|s3)://[^/]+/?[^\n\r\u2028\u2029]*)$")]
DirectoryPath: TypeAlias = Annotated[StrictStr, Field(max_length=4096, pattern=r"^(?:[^\n\r\u2028\u2029]*)$")]
FailureReason: TypeAlias = Annotated[StrictStr, Field(max_length=1024)]
HyperParameterTuningJobName: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=32, pattern="^(?:[0-9A-Za-z](?:-*[0-9A-Za-z]){0,31})$")]
HyperParameterTuningJobArn: TypeAlias = Annotated[StrictStr, Field(max_length=256, pattern=r"^(?:arn:aws[\-a-z]*:sagemaker:[\-0-9a-z]*:[0-9]{12}:hyper-parameter-tuning-job/[^\n\r\u2028\u2029]*)$")]
FileSystemId: TypeAlias = Annotated[StrictStr, Field(min_length=11, pattern=r"^(?:[^\n\r\u2028\u2029]*)$")]
MetricName: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=255, pattern=r"^(?:[^\n\r\u2028\u2029]+)$")]
AlgorithmImage: TypeAlias = Annotated[StrictStr, Field(max_length=255, pattern=r"^(?:[^\n\r\u2028\u2029]*)$")]
ArnOrName: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=170, pattern=r"^(?:(?:arn:aws[\-a-z]*:sagemaker:[\-0-9a-z]*:[0-9]{12}:[\-a-z]*/)?(?:[0-9A-Za-z][\-0-9A-Za-z]{0,61}[0-9A-Za-z]|[0-9A-Za-z]))$")]
HyperParameterTrainingJobDefinitionName: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=64, pattern="^(?:[0-9A-Za-z](?:-*[0-9A-Za-z]){0,63})$")]
HyperParameterKey: TypeAlias = Annotated[StrictStr, Field(max_length=256, pattern=r"^(?:[^\n\r\u2028\u2029]*)$")]
HyperParameterValue: TypeAlias = Annotated[StrictStr, Field(max_length=2500, pattern=r"^(?:[^\n\r\u2028\u2029]*)$")]
HyperParameters: TypeAlias = Annotated[dict[HyperParameterKey, HyperParameterValue], Field(max_length=100)]
RoleArn: TypeAlias = Annotated[StrictStr, Field(min_length=20, max_length=2048, pattern=r"^(?:arn:aws[\-a-z]*:iam::[0-9]{12}:role/?[+-9=@-Z_a-z]+)$")]
HyperParameterTrainingJobEnvironmentKey: TypeAlias = Annotated[StrictStr, Field(max_length=512, pattern="^(?:[A-Z_a-z][0-9A-Z_a-z]*)$")]
HyperParameterTrainingJobEnvironmentValue: TypeAlias = Annotated[StrictStr, Field(max_length=512, pattern=r"^(?:[\s\S]*)$")]
HyperParameterTrainingJobEnvironmentMap: TypeAlias = Annotated[dict[HyperParameterTrainingJobEnvironmentKey, HyperParameterTrainingJobEnvironmentValue], Field(max_length=48)]
TrainingJobName: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=63, pattern="^(?:[0-9A-Za-z](?:-*[0-9A-Za-z]){0,62})$")]
TrainingJobArn: TypeAlias = Annotated[StrictStr, Field(max_length=256, pattern=r"^(?:arn:aws[\-a-z]*:sagemaker:[\-0-9a-z]*:[0-9]{12}:training-job/[^\n\r\u2028\u2029]*)$")]
TrainingInstanceCount: TypeAlias = Annotated[StrictInt, Field(ge=0, le=2147483647)]
VolumeSizeInGB: TypeAlias = Annotated[StrictInt, Field(ge=1, le=2147483647)]
Integer: TypeAlias = Annotated[StrictInt, Field(ge=-2147483648, le=2147483647)]
RandomSeed: TypeAlias = Annotated[StrictInt, Field(ge=0, le=2147483647)]
OptionalVolumeSizeInGB: TypeAlias = Annotated[StrictInt, Field(ge=0, le=2147483647)]
KmsKeyId: TypeAlias = Annotated[StrictStr, Field(max_length=2048, pattern=r"^(?:[^\n\r\u2028\u2029]*)$")]
HyperbandStrategyMinResource: TypeAlias = Annotated[StrictInt, Field(ge=1, le=2147483647)]
HyperbandStrategyMaxResource: TypeAlias = Annotated[StrictInt, Field(ge=1, le=2147483647)]
InstanceGroupName: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=64, pattern=r"^(?:[^\n\r\u2028\u2029]+)$")]
MetricRegex: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=500, pattern=r"^(?:[^\n\r\u2028\u2029]+)$")]
ObjectiveStatusCounter: TypeAlias = Annotated[StrictInt, Field(ge=0, le=2147483647)]
KeepAlivePeriodInSeconds: TypeAlias = Annotated[StrictInt, Field(ge=0, le=3600)]
MaxNumberOfTrainingJobs: TypeAlias = Annotated[StrictInt, Field(ge=1, le=2147483647)]
MaxParallelTrainingJobs: TypeAlias = Annotated[StrictInt, Field(ge=1, le=2147483647)]
HyperParameterTuningMaxRuntimeInSeconds: TypeAlias = Annotated[StrictInt, Field(ge=120, le=15768000)]
MaximumRetryAttempts: TypeAlias = Annotated[StrictInt, Field(ge=1, le=30)]
AttributeName: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=256, pattern=r"^(?:[^\n\r\u2028\u2029]+)$")]
Seed: TypeAlias = Annotated[StrictInt, Field(ge=-9223372036854775808, le=9223372036854775807)]
MaxRuntimeInSeconds: TypeAlias = Annotated[StrictInt, Field(ge=1, le=2147483647)]
MaxWaitTimeInSeconds: TypeAlias = Annotated[StrictInt, Field(ge=1, le=2147483647)]
TrainingJobStatusCounter: TypeAlias = Annotated[StrictInt, Field(ge=0, le=2147483647)]
SecurityGroupId: TypeAlias = Annotated[StrictStr, Field(max_length=32, pattern=r"^(?:[\-0-9A-Za-z]+)$")]
SubnetId: TypeAlias = Annotated[StrictStr, Field(max_length=32, pattern=r"^(?:[\-0-9A-Za-z]+)$")]

#


class AutoParameter(_Structure):
    """One hyperparameter whose search range Autotune works out by itself, starting from a sample value. Meaningful
    only when `Autotune` is switched on for the tuning job.
    """

    name: Annotated[ParameterKey, Field(alias="Name")]
    """Hyperparameter that Autotune should find a range for, spelled the way the training algorithm expects it."""
    value_hint: Annotated[ParameterValue, Field(alias="ValueHint")]
    """Sample value, written as a string, that shows Autotune what a sensible setting looks like. A hint, not a bound:
    values that were tried may lie elsewhere.
    """


class AutotuneMode(StrEnum):
    """Switch of the Autotune feature, with one value only, because off is expressed by leaving `Autotune` out."""

    ENABLED = "Enabled"
    """Autotune selects ranges for the eligible hyperparameters."""


class BestObjectiveNotImproving(_Structure):
    """Completion rule that ends the search once too many training jobs have brought no real progress on the
    objective. Compare it with the running count in `TuningJobCompletionDetails`.
    """

    max_number_of_training_jobs_not_improving: Annotated[
        MaxNumberOfTrainingJobsNotImproving | None, Field(alias="MaxNumberOfTrainingJobsNotImproving")
    ] = None
    """Number of training jobs without a gain of at least 1% over earlier ones after which the search ends. Progress
    toward it shows in `NumberOfTrainingJobsObjectiveNotImproving`.
    """


class CategoricalParameterRange(_Structure):
    """One hyperparameter searched over a fixed set of choices, with no order or distance between them. Under the
    `Grid` strategy every range has to be of this kind.
    """

    name: Annotated[ParameterKey, Field(alias="Name")]
    """Hyperparameter whose choices are listed in `Values`. A name is tuned once only, so it must not recur in another
    range or in `StaticHyperParameters`.
    """
    values: Annotated[list[ParameterValue], Field(alias="Values", max_length=30, min_length=1)]
    """Choices the search may pick from, all written as strings, even where they stand for numbers. With `Grid`, the
    lengths of these lists multiply into the number of training jobs.
    """


class CheckpointConfig(_Structure):
    """Where training jobs save checkpoints, so that a managed spot job can resume after an interruption. Absent when
    no checkpointing was set up.
    """

    s3_uri: Annotated[S3Uri, Field(alias="S3Uri")]
    """S3 prefix under which the checkpoints are kept, for example `s3://my-bucket/checkpoints`. Look here for the
    intermediate states of interrupted jobs.
    """
    local_path: Annotated[DirectoryPath | None, Field(alias="LocalPath")] = None
    """Directory inside the container whose files are synced to `S3Uri`. When absent, `/opt/ml/checkpoints/` is used."""


class CompleteOnConvergence(StrEnum):
    """Whether detected convergence ends a tuning job or is merely noted."""

    DISABLED = "Disabled"
    """The search goes on to its other limits even when it has converged."""
    ENABLED = "Enabled"
    """The search ends as soon as convergence is detected."""


class CompressionType(StrEnum):
    """Compression of the objects behind a channel; only data streamed in `Pipe` mode may be compressed."""

    NONE = "None"
    """Objects are stored uncompressed; also the default."""
    GZIP = "Gzip"
    """Objects are gzip files, unpacked on the way in; `Pipe` mode only."""


class ConvergenceDetected(_Structure):
    """Completion rule about convergence: what should happen once further training jobs are unlikely to improve the
    objective. Whether that moment came shows in `ConvergenceDetectedTime`.
    """

    complete_on_convergence: Annotated[CompleteOnConvergence | None, Field(alias="CompleteOnConvergence")] = None
    """Tells whether the search ends at the moment convergence is detected (`Enabled`) or continues regardless
    (`Disabled`).
    """


class DescribeHyperParameterTuningJobErrorCode(StrEnum):
    """The error code. Services also send codes that they don't list."""

    RESOURCE_NOT_FOUND = "ResourceNotFound"
    """No tuning job of that name exists in the account and region of the client. Check spelling, region and
    credentials; a repeat of the same call will not help.
    """


class DescribeHyperParameterTuningJobErrorDetail(_OpenStructure):
    """The error."""

    code: Annotated[DescribeHyperParameterTuningJobErrorCode | StrictStr, Field(alias="Code")]
    """The error code. Services also send codes that they don't list."""
    message: Annotated[StrictStr | None, Field(alias="Message")] = None
    """What went wrong, for people to read. The wording can change."""


class DescribeHyperParameterTuningJobRequest(_Structure):
    """Input of the call: just a job name, looked up in the account and region of the client."""

    hyper_parameter_tuning_job_name: Annotated[HyperParameterTuningJobName, Field(alias="HyperParameterTuningJobName")]
    """Name given to the tuning job when it was created, not its ARN. A name that matches no job leads to
    `ResourceNotFound`.
    """


class FileSystemAccessMode(StrEnum):
    """Rights with which a file system directory is mounted into the training container."""

    RW = "rw"
    """Training code may read from and write to the directory."""
    RO = "ro"
    """Training code may only read from the directory."""


class FileSystemType(StrEnum):
    """File system services a channel can be mounted from."""

    EFS = "EFS"
    """Amazon Elastic File System."""
    FSX_LUSTRE = "FSxLustre"
    """Amazon FSx for Lustre."""


class HyperParameterScalingType(StrEnum):
    """Scales on which numeric hyperparameters are searched; the right one spreads trials evenly over the magnitudes
    that matter.
    """

    AUTO = "Auto"
    """SageMaker picks a scale suited to the hyperparameter."""
    LINEAR = "Linear"
    """Equal steps count equally across the whole range."""
    LOGARITHMIC = "Logarithmic"
    """Orders of magnitude count equally; both ends have to be above 0."""
    REVERSE_LOGARITHMIC = "ReverseLogarithmic"
    """Finer toward 1; continuous ranges only, with both ends at least 0 and below 1."""


class HyperParameterTuningAllocationStrategy(StrEnum):
    """Rule for choosing among the listed instance configurations when a training job needs capacity."""

    PRIORITIZED = "Prioritized"
    """Configurations are tried in the order listed, the first being preferred."""


class HyperParameterTuningJobCompletionDetails(_Structure):
    """Evidence that a search is done or is stalling, kept whether or not a completion rule was set for it."""

    number_of_training_jobs_objective_not_improving: Annotated[
        Integer | None, Field(alias="NumberOfTrainingJobsObjectiveNotImproving")
    ] = None
    """Training jobs so far that improved the objective by 1% or less. When it nears
    `MaxNumberOfTrainingJobsNotImproving`, the search is about to end.
    """
    convergence_detected_time: Annotated[AwareDatetime | None, Field(alias="ConvergenceDetectedTime")] = None
    """Moment SageMaker judged that the search had converged, meaning that gains had dried up. Absent while no
    convergence has been seen.
    """


class HyperParameterTuningJobConsumedResources(_Structure):
    """Running total of what the tuning job has used. At present it holds elapsed time only."""

    runtime_in_seconds: Annotated[Integer | None, Field(alias="RuntimeInSeconds")] = None
    """Elapsed wall clock time of the tuning job in seconds, not the sum over its training jobs. Compare it with
    `MaxRuntimeInSeconds` in `ResourceLimits`.
    """


class HyperParameterTuningJobObjectiveType(StrEnum):
    """Direction in which an objective metric gets better."""

    MAXIMIZE = "Maximize"
    """Higher values are better, as for accuracy or AUC."""
    MINIMIZE = "Minimize"
    """Lower values are better, as for a loss or an error rate."""


class HyperParameterTuningJobStatus(StrEnum):
    """Stages in the life of a tuning job, three of which are final: `Completed`, `Failed` and `Stopped`."""

    COMPLETED = "Completed"
    """The search finished; its results are final."""
    IN_PROGRESS = "InProgress"
    """The search is running; counters and best job can still change."""
    FAILED = "Failed"
    """The search broke off with an error, explained in `FailureReason`."""
    STOPPED = "Stopped"
    """The search was stopped before it finished; results up to then are kept."""
    STOPPING = "Stopping"
    """A stop is under way and running training jobs are winding down."""


class HyperParameterTuningJobStrategyType(StrEnum):
    """Methods by which a search chooses the next hyperparameter values to try."""

    BAYESIAN = "Bayesian"
    """Learns from finished training jobs where better values are likely to lie."""
    RANDOM = "Random"
    """Draws values at random, each training job independent of the rest."""
    HYPERBAND = "Hyperband"
    """Starts many jobs, stops weak ones early, and gives the effort to strong ones."""
    GRID = "Grid"
    """Tries every combination of the listed choices; categorical ranges only."""


class HyperParameterTuningJobWarmStartType(StrEnum):
    """Degrees of difference allowed between a tuning job and its parents. Objective metric and total number of
    hyperparameters stay the same under both.
    """

    IDENTICAL_DATA_AND_ALGORITHM = "IdenticalDataAndAlgorithm"
    """Parents used the same data and image; ranges and number of training jobs may differ."""
    TRANSFER_LEARNING = "TransferLearning"
    """Data, ranges, limits and image version may all differ from the parents."""


class HyperbandStrategyConfig(_Structure):
    """Bounds on the effort a single training job may spend under `Hyperband`, counted in units of progress such as
    epochs.
    """

    min_resource: Annotated[HyperbandStrategyMinResource | None, Field(alias="MinResource")] = None
    """Effort, usually in epochs, that every training job gets before `Hyperband` may stop it. Not above
    `MaxResource`.
    """
    max_resource: Annotated[HyperbandStrategyMaxResource | None, Field(alias="MaxResource")] = None
    """Effort, usually in epochs, at which a training job is stopped, at most 20,000. When absent, it is inferred from
    static hyperparameters such as `epochs` or `num_epochs`.
    """


class IntegerParameterRange(_Structure):
    """One hyperparameter searched over whole numbers, such as a tree depth or a batch size. Its two ends are kept as
    strings.
    """

    name: Annotated[ParameterKey, Field(alias="Name")]
    """Whole-number hyperparameter being searched. It has one range only and no entry in `StaticHyperParameters`."""
    min_value: Annotated[ParameterValue, Field(alias="MinValue")]
    """Smallest whole number the search may try, in string form, not above `MaxValue`. It must be greater than 0 when
    `ScalingType` is `Logarithmic`.
    """
    max_value: Annotated[ParameterValue, Field(alias="MaxValue")]
    """Largest whole number the search may try, in string form, not below `MinValue`."""
    scaling_type: Annotated[HyperParameterScalingType | None, Field(alias="ScalingType")] = None
    """Scale on which whole numbers are drawn from this range. `ReverseLogarithmic` does not work here; it is kept for
    continuous ranges.
    """


class MetricDefinition(_Structure):
    """One metric and the pattern that finds it in the logs of a training job, both standard output and standard
    error.
    """

    name: Annotated[MetricName, Field(alias="Name")]
    """Name under which the extracted numbers are reported, and by which an objective refers to them."""
    regex: Annotated[MetricRegex, Field(alias="Regex")]
    """Regular expression run over the log lines; its capture group yields the number. When it never matches the
    objective metric, jobs end with objective status `Failed`.
    """


class ObjectiveStatus(StrEnum):
    """Whether the final metric of a training job reached the search, independent of how the training job itself
    ended.
    """

    SUCCEEDED = "Succeeded"
    """The final metric was evaluated and guided the search."""
    PENDING = "Pending"
    """The training job still runs, so its final metric is not known yet."""
    FAILED = "Failed"
    """No usable metric, mostly because the job failed or never logged it."""


class ObjectiveStatusCounters(_Structure):
    """Training jobs counted by the fate of their objective metric. Together they are never more than the sum of
    `TrainingJobStatusCounters`.
    """

    succeeded: Annotated[ObjectiveStatusCounter | None, Field(alias="Succeeded")] = None
    """Training jobs whose final metric was obtained and entered into the search. Only these can become
    `BestTrainingJob`.
    """
    pending: Annotated[ObjectiveStatusCounter | None, Field(alias="Pending")] = None
    """Training jobs still under way, whose final metric is yet to be judged."""
    failed: Annotated[ObjectiveStatusCounter | None, Field(alias="Failed")] = None
    """Training jobs that gave the search no metric, mostly because they failed or never logged it. A high count hints
    at a wrong `Regex` or metric name.
    """


class OutputDataConfig(_Structure):
    """Where training jobs leave their model artifacts in S3, and how these are encrypted at rest."""

    kms_key_id: Annotated[KmsKeyId | None, Field(alias="KmsKeyId")] = None
    """Key in AWS KMS, as an ID, an alias or the ARN of either, that encrypts the artifacts. When absent, the default
    S3 key of the role's account is used.
    """
    s3_output_path: Annotated[S3Uri, Field(alias="S3OutputPath")]
    """S3 prefix below which each training job stores its artifacts, for example `s3://my-bucket/models`."""


class ParentHyperParameterTuningJob(_Structure):
    """Reference to an earlier tuning job, completed or stopped, that served as a starting point."""

    hyper_parameter_tuning_job_name: Annotated[
        HyperParameterTuningJobName | None, Field(alias="HyperParameterTuningJobName")
    ] = None
    """Name of the earlier tuning job. Describe it by this name to see the results that were carried over."""


class RecordWrapper(StrEnum):
    """Whether raw objects are packed into RecordIO records before the algorithm receives them."""

    NONE = "None"
    """Objects are passed on as they are, which `File` mode requires."""
    RECORD_IO = "RecordIO"
    """Every S3 object becomes one RecordIO record, for algorithms that need that format."""


class ResourceLimits(_Structure):
    """Caps on one tuning job, to be read against the counters and `ConsumedResources` to see how much is left."""

    max_number_of_training_jobs: Annotated[MaxNumberOfTrainingJobs | None, Field(alias="MaxNumberOfTrainingJobs")] = (
        None
    )
    """Most training jobs the search may launch in total. It can be absent, for example with `Grid`, where the
    combinations fix the number.
    """
    max_parallel_training_jobs: Annotated[MaxParallelTrainingJobs, Field(alias="MaxParallelTrainingJobs")]
    """Most training jobs that may run at the same time. A high value shortens a `Bayesian` search but leaves it fewer
    results to learn from.
    """
    max_runtime_in_seconds: Annotated[
        HyperParameterTuningMaxRuntimeInSeconds | None, Field(alias="MaxRuntimeInSeconds")
    ] = None
    """Longest time in seconds the whole search may take. Absent when no such cap was set; the limit of each training
    job is in `StoppingCondition`.
    """


class RetryStrategy(_Structure):
    """Policy for repeating a training job that failed through an internal server error. Errors in the training code
    are not repeated.
    """

    maximum_retry_attempts: Annotated[MaximumRetryAttempts, Field(alias="MaximumRetryAttempts")]
    """How many times a training job may be tried again. All attempts share the time limits in `StoppingCondition`."""


class S3DataDistribution(StrEnum):
    """How the objects of an S3 source are shared among the instances of a training job."""

    FULLY_REPLICATED = "FullyReplicated"
    """Every instance receives the complete data set."""
    SHARDED_BY_S3KEY = "ShardedByS3Key"
    """Each of n instances receives about one nth of the objects."""


class S3DataType(StrEnum):
    """Ways in which an S3 location can stand for the objects of a channel."""

    MANIFEST_FILE = "ManifestFile"
    """A JSON manifest of one prefix and the keys below it names the objects."""
    S3PREFIX = "S3Prefix"
    """All objects whose keys begin with the given prefix are used."""
    AUGMENTED_MANIFEST_FILE = "AugmentedManifestFile"
    """A JSON Lines file holds or points to the records; `Pipe` mode only."""


class ShuffleConfig(_Structure):
    """Random ordering of a channel's data: of the matched keys, of manifest entries, or of augmented manifest lines."""

    seed: Annotated[Seed, Field(alias="Seed")]
    """Starting value of the shuffle. The same seed yields the same order again."""


class StoppingCondition(_Structure):
    """Time limits of each training job, which cap its cost. With a `RetryStrategy` they cover all attempts together."""

    max_runtime_in_seconds: Annotated[MaxRuntimeInSeconds | None, Field(alias="MaxRuntimeInSeconds")] = None
    """Longest training time in seconds before SageMaker ends the training job. It defaults to 1 day (86,400) and may
    reach 28 days (2,419,200).
    """
    max_wait_time_in_seconds: Annotated[MaxWaitTimeInSeconds | None, Field(alias="MaxWaitTimeInSeconds")] = None
    """Longest total in seconds of waiting for spot capacity plus training. Present only with managed spot training,
    and never less than `MaxRuntimeInSeconds`.
    """


class TrainingInputMode(StrEnum):
    """Ways in which training data gets from its source into the container."""

    PIPE = "Pipe"
    """Data is streamed from S3 without being stored on the volume first."""
    FILE = "File"
    """Data is copied to the training volume before training begins."""
    FAST_FILE = "FastFile"
    """Data looks like local files but is streamed from S3 when it is read."""


class TrainingInstanceType(StrEnum):
    """Machine types on which training jobs can run. The letters tell the family (`m` general, `c` compute, `g` and
    `p` GPU, `trn` Trainium), the ending the size.
    """

    ML_M4_XLARGE = "ml.m4.xlarge"
    ML_M4_2XLARGE = "ml.m4.2xlarge"
    ML_M4_4XLARGE = "ml.m4.4xlarge"
    ML_M4_10XLARGE = "ml.m4.10xlarge"
    ML_M4_16XLARGE = "ml.m4.16xlarge"
    ML_G4DN_XLARGE = "ml.g4dn.xlarge"
    ML_G4DN_2XLARGE = "ml.g4dn.2xlarge"
    ML_G4DN_4XLARGE = "ml.g4dn.4xlarge"
    ML_G4DN_8XLARGE = "ml.g4dn.8xlarge"
    ML_G4DN_12XLARGE = "ml.g4dn.12xlarge"
    ML_G4DN_16XLARGE = "ml.g4dn.16xlarge"
    ML_M5_LARGE = "ml.m5.large"
    ML_M5_XLARGE = "ml.m5.xlarge"
    ML_M5_2XLARGE = "ml.m5.2xlarge"
    ML_M5_4XLARGE = "ml.m5.4xlarge"
    ML_M5_12XLARGE = "ml.m5.12xlarge"
    ML_M5_24XLARGE = "ml.m5.24xlarge"
    ML_C4_XLARGE = "ml.c4.xlarge"
    ML_C4_2XLARGE = "ml.c4.2xlarge"
    ML_C4_4XLARGE = "ml.c4.4xlarge"
    ML_C4_8XLARGE = "ml.c4.8xlarge"
    ML_P2_XLARGE = "ml.p2.xlarge"
    ML_P2_8XLARGE = "ml.p2.8xlarge"
    ML_P2_16XLARGE = "ml.p2.16xlarge"
    ML_P3_2XLARGE = "ml.p3.2xlarge"
    ML_P3_8XLARGE = "ml.p3.8xlarge"
    ML_P3_16XLARGE = "ml.p3.16xlarge"
    ML_P3DN_24XLARGE = "ml.p3dn.24xlarge"
    ML_P4D_24XLARGE = "ml.p4d.24xlarge"
    ML_C5_XLARGE = "ml.c5.xlarge"
    ML_C5_2XLARGE = "ml.c5.2xlarge"
    ML_C5_4XLARGE = "ml.c5.4xlarge"
    ML_C5_9XLARGE = "ml.c5.9xlarge"
    ML_C5_18XLARGE = "ml.c5.18xlarge"
    ML_C5N_XLARGE = "ml.c5n.xlarge"
    ML_C5N_2XLARGE = "ml.c5n.2xlarge"
    ML_C5N_4XLARGE = "ml.c5n.4xlarge"
    ML_C5N_9XLARGE = "ml.c5n.9xlarge"
    ML_C5N_18XLARGE = "ml.c5n.18xlarge"
    ML_G5_XLARGE = "ml.g5.xlarge"
    ML_G5_2XLARGE = "ml.g5.2xlarge"
    ML_G5_4XLARGE = "ml.g5.4xlarge"
    ML_G5_8XLARGE = "ml.g5.8xlarge"
    ML_G5_16XLARGE = "ml.g5.16xlarge"
    ML_G5_12XLARGE = "ml.g5.12xlarge"
    ML_G5_24XLARGE = "ml.g5.24xlarge"
    ML_G5_48XLARGE = "ml.g5.48xlarge"
    ML_TRN1_2XLARGE = "ml.trn1.2xlarge"
    ML_TRN1_32XLARGE = "ml.trn1.32xlarge"


class TrainingJobEarlyStoppingType(StrEnum):
    """Whether a search cuts training jobs short that are not promising."""

    OFF = "Off"
    """Every training job runs to its own end; the default."""
    AUTO = "Auto"
    """Jobs unlikely to beat earlier ones are stopped; not for `Hyperband`."""


class TrainingJobStatus(StrEnum):
    """Stages in the life of a single training job, which say nothing yet about the quality of its metric."""

    IN_PROGRESS = "InProgress"
    """The training job is starting up, training or uploading."""
    COMPLETED = "Completed"
    """The training job ran through and its artifacts are stored."""
    FAILED = "Failed"
    """The training job broke off with an error, told in `FailureReason`."""
    STOPPING = "Stopping"
    """The training job was told to stop and is winding down."""
    STOPPED = "Stopped"
    """The training job ended early, on request or by a limit."""


class TrainingJobStatusCounters(_Structure):
    """Training jobs launched by the search, counted by how they are doing. Add the members up to see how many were
    launched so far.
    """

    completed: Annotated[TrainingJobStatusCounter | None, Field(alias="Completed")] = None
    """Training jobs that ran to their end. Whether their metric was usable is told by `ObjectiveStatusCounters`."""
    in_progress: Annotated[TrainingJobStatusCounter | None, Field(alias="InProgress")] = None
    """Training jobs running now, no more than `MaxParallelTrainingJobs` allows."""
    retryable_error: Annotated[TrainingJobStatusCounter | None, Field(alias="RetryableError")] = None
    """Training jobs that failed through an internal service error, so that another attempt makes sense."""
    non_retryable_error: Annotated[TrainingJobStatusCounter | None, Field(alias="NonRetryableError")] = None
    """Training jobs that failed through a client error, such as bad data or code, where another attempt would not
    help.
    """
    stopped: Annotated[TrainingJobStatusCounter | None, Field(alias="Stopped")] = None
    """Training jobs that were stopped by hand before they were through."""


class TuningJobCompletionCriteria(_Structure):
    """Rules that may end a search ahead of `ResourceLimits`; the first one met decides."""

    target_objective_metric_value: Annotated[StrictFloat | None, Field(alias="TargetObjectiveMetricValue")] = None
    """Objective value at which the search is good enough and ends. Absent when no target was set."""
    best_objective_not_improving: Annotated[
        BestObjectiveNotImproving | None, Field(alias="BestObjectiveNotImproving")
    ] = None
    """Ends the search after a number of training jobs without real gain. Absent when that rule was not set."""
    convergence_detected: Annotated[ConvergenceDetected | None, Field(alias="ConvergenceDetected")] = None
    """Ends the search once SageMaker detects convergence, if so chosen. Absent when that rule was not set."""


class VpcConfig(_Structure):
    """Your own network that the training containers are attached to, given by subnets and security groups."""

    security_group_ids: Annotated[list[SecurityGroupId], Field(alias="SecurityGroupIds", max_length=5, min_length=1)]
    """Security groups, such as `sg-0123abcd`, that filter the traffic of the training containers. They belong to the
    same VPC as `Subnets`.
    """
    subnets: Annotated[list[SubnetId], Field(alias="Subnets", max_length=16, min_length=1)]
    """Subnets the training containers are placed in. The zones they lie in must offer the chosen instance type."""


class Autotune(_Structure):
    """Tells that tuning settings such as the ranges and limits may have been picked by SageMaker and not by the
    person who created the job. Absent when Autotune was not asked for.
    """

    mode: Annotated[AutotuneMode, Field(alias="Mode")]
    """Says that Autotune is on. There is no value for off: in that case the whole `Autotune` object is absent."""


class ContinuousParameterRange(_Structure):
    """One hyperparameter searched over an interval of floating-point numbers, such as a learning rate. Its two ends
    are kept as strings.
    """

    name: Annotated[ParameterKey, Field(alias="Name")]
    """Floating-point hyperparameter being searched. It has one range only and no entry in `StaticHyperParameters`."""
    min_value: Annotated[ParameterValue, Field(alias="MinValue")]
    """Lower end of the interval, a number in string form, not above `MaxValue`. It must be greater than 0 for
    `Logarithmic` and at least 0 for `ReverseLogarithmic`.
    """
    max_value: Annotated[ParameterValue, Field(alias="MaxValue")]
    """Upper end of the interval, a number in string form, not below `MinValue`. It must stay under 1 when
    `ScalingType` is `ReverseLogarithmic`.
    """
    scaling_type: Annotated[HyperParameterScalingType | None, Field(alias="ScalingType")] = None
    """Scale on which values are drawn from this interval. All four scales are open to it, including
    `ReverseLogarithmic`, which integer ranges cannot use.
    """


class DescribeHyperParameterTuningJobError(_OpenStructure):
    """The content of `ClientError.response` in boto3 when the service rejects the call."""

    error: Annotated[DescribeHyperParameterTuningJobErrorDetail, Field(alias="Error")]
    message: Annotated[FailureReason | None, Field(alias="Message")] = None
    """Sent with `ResourceNotFound`."""


class FileSystemDataSource(_Structure):
    """Directory on Amazon EFS or FSx for Lustre that is mounted as a channel, so no copy from S3 is needed. Such jobs
    connect through a VPC, so expect a `VpcConfig` beside it.
    """

    file_system_id: Annotated[FileSystemId, Field(alias="FileSystemId")]
    """Identifier of the file system, beginning with `fs-`. Whether it belongs to EFS or FSx is told by
    `FileSystemType`.
    """
    file_system_access_mode: Annotated[FileSystemAccessMode, Field(alias="FileSystemAccessMode")]
    """Whether the mounted directory can be changed by the training job (`rw`) or only read (`ro`)."""
    file_system_type: Annotated[FileSystemType, Field(alias="FileSystemType")]
    """Service that hosts the file system, which decides how `FileSystemId` and `DirectoryPath` are understood."""
    directory_path: Annotated[DirectoryPath, Field(alias="DirectoryPath")]
    """Absolute path, within the file system, of the directory that becomes the channel."""


class FinalHyperParameterTuningJobObjectiveMetric(_Structure):
    """Objective value a training job ended up with, and what it was measured on. Training jobs are ranked by it."""

    type: Annotated[HyperParameterTuningJobObjectiveType | None, Field(alias="Type")] = None
    """Direction of the objective: whether a higher or a lower `Value` wins. It agrees with the objective of the
    tuning job or of the definition used.
    """
    metric_name: Annotated[MetricName, Field(alias="MetricName")]
    """Metric that `Value` was measured on, the same one as in the objective of the tuning job or of the definition
    used.
    """
    value: Annotated[StrictFloat, Field(alias="Value")]
    """Final reading of the objective metric for this training job. Its unit is that of the metric; `Type` tells which
    direction is better.
    """


class HyperParameterAlgorithmSpecification(_Structure):
    """Algorithm the training jobs run, and the metrics read from its logs. It is given as a container image or as an
    algorithm resource, exactly one of them.
    """

    training_image: Annotated[AlgorithmImage | None, Field(alias="TrainingImage")] = None
    """Registry path of the container image, with a tag or a digest after the repository. Absent when `AlgorithmName`
    is set.
    """
    training_input_mode: Annotated[TrainingInputMode, Field(alias="TrainingInputMode")]
    """Way training data reaches the container, unless a channel overrides it with its own `InputMode`."""
    algorithm_name: Annotated[ArnOrName | None, Field(alias="AlgorithmName")] = None
    """Name or ARN of the SageMaker algorithm resource that the training jobs run. Absent when `TrainingImage` is set.
    """
    metric_definitions: Annotated[list[MetricDefinition] | None, Field(alias="MetricDefinitions", max_length=40)] = None
    """Metrics extracted from the training logs, the objective metric among them. Built-in algorithms bring their own
    list, which shows up here.
    """


class HyperParameterTrainingJobSummary(_Structure):
    """Short account of one training job launched by a search: when it ran, which values it tried, and the objective
    value it reached.
    """

    training_job_definition_name: Annotated[
        HyperParameterTrainingJobDefinitionName | None, Field(alias="TrainingJobDefinitionName")
    ] = None
    """Definition this training job was built from, equal to the `DefinitionName` of one of the definitions. Absent
    when the definition has no name.
    """
    training_job_name: Annotated[TrainingJobName, Field(alias="TrainingJobName")]
    """Generated name of the training job. Pass it to `describe_training_job` for the full details, including its
    artifacts.
    """
    training_job_arn: Annotated[TrainingJobArn, Field(alias="TrainingJobArn")]
    """ARN of the training job, ending with `TrainingJobName`."""
    tuning_job_name: Annotated[HyperParameterTuningJobName | None, Field(alias="TuningJobName")] = None
    """Search to which this training job belongs. Under `OverallBestTrainingJob` it can name a parent; elsewhere it is
    the job described.
    """
    creation_time: Annotated[AwareDatetime, Field(alias="CreationTime")]
    """Moment the training job was requested, before instances were at hand. The gap to `TrainingStartTime` is waiting
    and setup.
    """
    training_start_time: Annotated[AwareDatetime | None, Field(alias="TrainingStartTime")] = None
    """Moment training began on the instances, from which billing counts. Absent when it never got that far."""
    training_end_time: Annotated[AwareDatetime | None, Field(alias="TrainingEndTime")] = None
    """Moment the instances were done, and the end of billing: after the artifact upload, or when a failure was
    noticed. Absent while the training job still runs.
    """
    training_job_status: Annotated[TrainingJobStatus, Field(alias="TrainingJobStatus")]
    """State of this training job itself. Whether its metric could be used is a separate matter, told by
    `ObjectiveStatus`.
    """
    tuned_hyper_parameters: Annotated[HyperParameters, Field(alias="TunedHyperParameters")]
    """Values this training job tried, one per tuned hyperparameter, as strings. Together with `StaticHyperParameters`
    they reproduce the run.
    """
    failure_reason: Annotated[FailureReason | None, Field(alias="FailureReason")] = None
    """Cause of this training job's failure. Absent unless `TrainingJobStatus` is `Failed`."""
    final_hyper_parameter_tuning_job_objective_metric: Annotated[
        FinalHyperParameterTuningJobObjectiveMetric | None, Field(alias="FinalHyperParameterTuningJobObjectiveMetric")
    ] = None
    """Objective value with which this training job is ranked. Absent as long as none could be evaluated."""
    objective_status: Annotated[ObjectiveStatus | None, Field(alias="ObjectiveStatus")] = None
    """Tells whether the search has the final metric of this training job, still waits for it, or has to do without
    it.
    """


class HyperParameterTuningInstanceConfig(_Structure):
    """One acceptable set of instances and storage for training jobs. Several of them in a list let a search fall back
    when capacity is short.
    """

    instance_type: Annotated[TrainingInstanceType, Field(alias="InstanceType")]
    """Machine type of this configuration. AWS names CPU types for it: `ml.c5.xlarge`, `ml.c5.2xlarge`, and
    `ml.m5.xlarge` up to `ml.m5.4xlarge`.
    """
    instance_count: Annotated[TrainingInstanceCount, Field(alias="InstanceCount")]
    """How many instances of `InstanceType` one training job gets from this configuration. More than 1 means
    distributed training.
    """
    volume_size_in_gb: Annotated[VolumeSizeInGB, Field(alias="VolumeSizeInGB")]
    """Storage for the data of each training job under this configuration, in GB."""


class HyperParameterTuningJobObjective(_Structure):
    """Goal of the search: one metric and the direction in which it should move."""

    type: Annotated[HyperParameterTuningJobObjectiveType, Field(alias="Type")]
    """Direction of the goal: `Maximize` for metrics such as accuracy, `Minimize` for losses and errors."""
    metric_name: Annotated[MetricName, Field(alias="MetricName")]
    """Metric that decides which training job is better. Custom algorithms declare it in `MetricDefinitions`; built-in
    ones come with a fixed list.
    """


class HyperParameterTuningJobStrategyConfig(_Structure):
    """Holder of settings that belong to one particular strategy; today that is `Hyperband` alone."""

    hyperband_strategy_config: Annotated[HyperbandStrategyConfig | None, Field(alias="HyperbandStrategyConfig")] = None
    """Lower and upper bound of the effort one training job may spend. Present only when `Strategy` is `Hyperband`."""


class HyperParameterTuningJobWarmStartConfig(_Structure):
    """Earlier tuning jobs from which this search took over knowledge, and how closely it has to resemble them."""

    parent_hyper_parameter_tuning_jobs: Annotated[
        list[ParentHyperParameterTuningJob], Field(alias="ParentHyperParameterTuningJobs", max_length=5, min_length=1)
    ]
    """Tuning jobs whose results informed this one, each listed once and none of them the job itself. Jobs from before
    October 2018 cannot serve.
    """
    warm_start_type: Annotated[HyperParameterTuningJobWarmStartType, Field(alias="WarmStartType")]
    """How much may differ from the parents. Only with `IdenticalDataAndAlgorithm` does the response report an
    `OverallBestTrainingJob`.
    """


class HyperParameterTuningResourceConfig(_Structure):
    """Compute and storage for a search that can use several instance types. It stands in place of `ResourceConfig`,
    never next to it.
    """

    instance_type: Annotated[TrainingInstanceType | None, Field(alias="InstanceType")] = None
    """Machine type of every training job when a single one is used. Absent when `InstanceConfigs` lists the
    alternatives.
    """
    instance_count: Annotated[TrainingInstanceCount | None, Field(alias="InstanceCount")] = None
    """Instances per training job when a single type is used; above 1 means distributed training. Absent when
    `InstanceConfigs` is set.
    """
    volume_size_in_gb: Annotated[OptionalVolumeSizeInGB | None, Field(alias="VolumeSizeInGB")] = None
    """Storage per instance in GB, for artifacts, intermediate state and scratch files. Absent when `InstanceConfigs`
    is set; limited by the disk of types with local storage.
    """
    volume_kms_key_id: Annotated[KmsKeyId | None, Field(alias="VolumeKmsKeyId")] = None
    """Key ID or key ARN in AWS KMS that encrypts the storage volumes. Absent with types that have local storage
    (`p4d`, `g4dn`, `g5`), whose hardware does the encryption.
    """
    allocation_strategy: Annotated[HyperParameterTuningAllocationStrategy | None, Field(alias="AllocationStrategy")] = (
        None
    )
    """How one of the `InstanceConfigs` is picked for a training job. Without that list it has nothing to order."""
    instance_configs: Annotated[
        list[HyperParameterTuningInstanceConfig] | None, Field(alias="InstanceConfigs", max_length=6, min_length=1)
    ] = None
    """Acceptable instance setups in order of preference. When it is set, `InstanceType`, `InstanceCount` and
    `VolumeSizeInGB` beside it are absent.
    """


class InstanceGroup(_Structure):
    """One homogeneous part of a mixed cluster, so that for instance data loading and training can run on different
    machine types.
    """

    instance_type: Annotated[TrainingInstanceType, Field(alias="InstanceType")]
    """Machine type shared by all instances in this group."""
    instance_count: Annotated[TrainingInstanceCount, Field(alias="InstanceCount")]
    """How many instances this group adds to the cluster of each training job."""
    instance_group_name: Annotated[InstanceGroupName, Field(alias="InstanceGroupName")]
    """Label by which a data source addresses this group in its `InstanceGroupNames`."""


class ParameterRanges(_Structure):
    """Search space of the tuning job, split by kind of hyperparameter. Integer, continuous and categorical ranges
    together may number 30 at most.
    """

    integer_parameter_ranges: Annotated[
        list[IntegerParameterRange] | None, Field(alias="IntegerParameterRanges", max_length=30)
    ] = None
    """Hyperparameters that take whole numbers. May be absent or empty when none do, as it must be with `Grid`."""
    continuous_parameter_ranges: Annotated[
        list[ContinuousParameterRange] | None, Field(alias="ContinuousParameterRanges", max_length=30)
    ] = None
    """Hyperparameters that take floating-point numbers. May be absent or empty when none do, as it must be with
    `Grid`.
    """
    categorical_parameter_ranges: Annotated[
        list[CategoricalParameterRange] | None, Field(alias="CategoricalParameterRanges", max_length=30)
    ] = None
    """Hyperparameters that take one of several listed choices. May be absent or empty, except with `Grid`, which
    needs them.
    """
    auto_parameters: Annotated[list[AutoParameter] | None, Field(alias="AutoParameters", max_length=100)] = None
    """Hyperparameters left to Autotune, each with a sample value from which it derives a range. Absent when Autotune
    is not used.
    """


class ResourceConfig(_Structure):
    """Compute and storage of each training job. For several acceptable instance types there is
    `HyperParameterTuningResourceConfig`, which excludes it.
    """

    instance_type: Annotated[TrainingInstanceType | None, Field(alias="InstanceType")] = None
    """Machine type of every training job. Absent when `InstanceGroups` describes a mixed cluster."""
    instance_count: Annotated[TrainingInstanceCount | None, Field(alias="InstanceCount")] = None
    """Instances per training job; above 1 means distributed training. Absent when `InstanceGroups` is set."""
    volume_size_in_gb: Annotated[VolumeSizeInGB, Field(alias="VolumeSizeInGB")]
    """EBS storage per instance in GB, for artifacts, state and scratch, and for the data in `File` mode. Types with
    NVMe disks (`p4d`, `g4dn`, `g5`) offer their fixed capacity instead.
    """
    volume_kms_key_id: Annotated[KmsKeyId | None, Field(alias="VolumeKmsKeyId")] = None
    """Key ID or key ARN in AWS KMS for the attached storage volumes. Not possible with types that have local storage
    (`p4d`, `g4dn`, `g5`), where hardware encrypts the disks.
    """
    instance_groups: Annotated[list[InstanceGroup] | None, Field(alias="InstanceGroups", max_length=5)] = None
    """Parts of a cluster made of different machine types. When it is set, `InstanceType` and `InstanceCount` beside
    it are absent.
    """
    keep_alive_period_in_seconds: Annotated[
        KeepAlivePeriodInSeconds | None, Field(alias="KeepAlivePeriodInSeconds")
    ] = None
    """Seconds that instances stay warm after a training job, ready for a following one. Absent when no warm pool was
    asked for.
    """


class S3DataSource(_Structure):
    """Objects in Amazon S3 that make up a channel, named by a prefix or by a manifest. They lie in the region of the
    training job.
    """

    s3_data_type: Annotated[S3DataType, Field(alias="S3DataType")]
    """How `S3Uri` is to be understood: as a key prefix, a manifest, or an augmented manifest. The last one is limited
    to `Pipe` mode.
    """
    s3_uri: Annotated[S3Uri, Field(alias="S3Uri")]
    """Location of the data: a prefix covering all matching objects, or the key of a manifest file. Which of them it
    is depends on `S3DataType`.
    """
    s3_data_distribution_type: Annotated[S3DataDistribution | None, Field(alias="S3DataDistributionType")] = None
    """Whether each instance sees all objects or only a share. With `ShardedByS3Key`, instances beyond the number of
    objects stay idle yet are billed.
    """
    attribute_names: Annotated[list[AttributeName] | None, Field(alias="AttributeNames", max_length=16)] = None
    """Attributes taken from each line of an augmented manifest. Absent with other values of `S3DataType`."""
    instance_group_names: Annotated[list[InstanceGroupName] | None, Field(alias="InstanceGroupNames", max_length=5)] = (
        None
    )
    """Groups of a mixed cluster that receive these objects, named as in `InstanceGroups`. Absent when the cluster has
    no groups.
    """


class DataSource(_Structure):
    """Origin of a channel's data. Exactly one of its two members is expected to be set."""

    s3_data_source: Annotated[S3DataSource | None, Field(alias="S3DataSource")] = None
    """Objects in Amazon S3 that feed the channel. Absent when the channel reads from a file system."""
    file_system_data_source: Annotated[FileSystemDataSource | None, Field(alias="FileSystemDataSource")] = None
    """Mounted EFS or FSx for Lustre directory that feeds the channel. Absent when the channel reads from S3."""


class HyperParameterTuningJobConfig(_Structure):
    """Settings of the search: how values are chosen, what counts as better, between which bounds, and when to end."""

    strategy: Annotated[HyperParameterTuningJobStrategyType, Field(alias="Strategy")]
    """Method by which the next hyperparameter values are chosen. It decides which other settings apply, such as
    `StrategyConfig` for `Hyperband`.
    """
    strategy_config: Annotated[HyperParameterTuningJobStrategyConfig | None, Field(alias="StrategyConfig")] = None
    """Extra settings of the strategy, which exist for `Hyperband` only. Absent with the other strategies."""
    hyper_parameter_tuning_job_objective: Annotated[
        HyperParameterTuningJobObjective | None, Field(alias="HyperParameterTuningJobObjective")
    ] = None
    """Metric by which all training jobs are ranked. Absent when each definition in `TrainingJobDefinitions` carries
    its own `TuningObjective`.
    """
    resource_limits: Annotated[ResourceLimits, Field(alias="ResourceLimits")]
    """Caps on the search as a whole: number of training jobs, how many at once, and total time."""
    parameter_ranges: Annotated[ParameterRanges | None, Field(alias="ParameterRanges")] = None
    """Ranges shared by all training jobs. Absent when each definition in `TrainingJobDefinitions` has
    `HyperParameterRanges` of its own.
    """
    training_job_early_stopping_type: Annotated[
        TrainingJobEarlyStoppingType | None, Field(alias="TrainingJobEarlyStoppingType")
    ] = None
    """Whether weak training jobs are cut short. Absence counts as `Off`, which is also required with `Hyperband`,
    since it does its own stopping.
    """
    tuning_job_completion_criteria: Annotated[
        TuningJobCompletionCriteria | None, Field(alias="TuningJobCompletionCriteria")
    ] = None
    """Rules that end the search before its limits are spent. Absent when only `ResourceLimits` apply."""
    random_seed: Annotated[RandomSeed | None, Field(alias="RandomSeed")] = None
    """Seed of the random choices made by the search. Reuse it to bring a repeat of the same tuning job closer to this
    one; absent when no seed was set.
    """


class Channel(_Structure):
    """One named input of a training job, such as `train` or `validation`: where its data lies, how it is encoded, and
    how it reaches the container.
    """

    channel_name: Annotated[ChannelName, Field(alias="ChannelName")]
    """Label the training code uses to find this input. No other channel of the same definition has the same label."""
    data_source: Annotated[DataSource, Field(alias="DataSource")]
    """Place the data of this channel is read from: either Amazon S3 or a mounted file system, never both."""
    content_type: Annotated[ContentType | None, Field(alias="ContentType")] = None
    """MIME type passed on to the algorithm, for instance `text/csv`, so that it can choose a parser. Absent when none
    was given.
    """
    compression_type: Annotated[CompressionType | None, Field(alias="CompressionType")] = None
    """Compression of the stored objects. Absence counts as `None`; `Gzip` is valid only while the channel streams in
    `Pipe` mode.
    """
    record_wrapper_type: Annotated[RecordWrapper | None, Field(alias="RecordWrapperType")] = None
    """Tells whether each S3 object gets wrapped as a RecordIO record on its way to the algorithm. Absent or `None`
    when the data goes in as it is, as it must in `File` mode.
    """
    input_mode: Annotated[TrainingInputMode | None, Field(alias="InputMode")] = None
    """Way the data of this one channel is delivered, overriding the general mode. When absent, the
    `TrainingInputMode` of the algorithm applies.
    """
    shuffle_config: Annotated[ShuffleConfig | None, Field(alias="ShuffleConfig")] = None
    """Shuffling of this channel's keys or manifest lines, repeated at the beginning of each epoch in `Pipe` mode.
    Absent when no shuffling was requested.
    """


class HyperParameterTrainingJobDefinition(_Structure):
    """Recipe for training jobs of the search: algorithm, data, compute, limits, and the hyperparameters held fixed.
    The tuned values are added to it for every job.
    """

    definition_name: Annotated[HyperParameterTrainingJobDefinitionName | None, Field(alias="DefinitionName")] = None
    """Name that tells definitions in a list apart; training jobs refer to it as `TrainingJobDefinitionName`. May be
    absent when there is a single definition.
    """
    tuning_objective: Annotated[HyperParameterTuningJobObjective | None, Field(alias="TuningObjective")] = None
    """Objective for the training jobs of this definition, used when definitions come as a list. Absent when
    `HyperParameterTuningJobConfig` holds the objective.
    """
    hyper_parameter_ranges: Annotated[ParameterRanges | None, Field(alias="HyperParameterRanges")] = None
    """Ranges searched for this definition, used when definitions come as a list. Absent when the ranges are in
    `HyperParameterTuningJobConfig`.
    """
    static_hyper_parameters: Annotated[HyperParameters | None, Field(alias="StaticHyperParameters")] = None
    """Hyperparameters that stay the same in every training job, all as strings. SageMaker adds
    `_tuning_objective_metric`, and none of the names may also have a range.
    """
    algorithm_specification: Annotated[HyperParameterAlgorithmSpecification, Field(alias="AlgorithmSpecification")]
    """What is trained: the container image or algorithm resource, its general input mode, and the metrics it logs."""
    role_arn: Annotated[RoleArn, Field(alias="RoleArn")]
    """IAM role that training jobs act under, for instance when they read the input and write the artifacts. Check its
    permissions first when all jobs fail on access.
    """
    input_data_config: Annotated[list[Channel] | None, Field(alias="InputDataConfig", max_length=20, min_length=1)] = (
        None
    )
    """Data channels fed to each training job. Absent when the algorithm was started without input channels."""
    vpc_config: Annotated[VpcConfig | None, Field(alias="VpcConfig")] = None
    """Subnets and security groups through which training containers reach your own network. Absent when no VPC was
    configured.
    """
    output_data_config: Annotated[OutputDataConfig, Field(alias="OutputDataConfig")]
    """S3 destination of the model artifacts, and the key they are encrypted with."""
    resource_config: Annotated[ResourceConfig | None, Field(alias="ResourceConfig")] = None
    """Instances and storage of each training job. Absent when `HyperParameterTuningResourceConfig` describes them
    instead; the two exclude each other.
    """
    stopping_condition: Annotated[StoppingCondition, Field(alias="StoppingCondition")]
    """Time limits of each single training job. The limit for the whole search is in `ResourceLimits`."""
    enable_network_isolation: Annotated[StrictBool | None, Field(alias="EnableNetworkIsolation")] = None
    """When `true`, the training container has no network access, apart from its peers in distributed training.
    SageMaker itself still moves data and artifacts.
    """
    enable_inter_container_traffic_encryption: Annotated[
        StrictBool | None, Field(alias="EnableInterContainerTrafficEncryption")
    ] = None
    """When `true`, traffic between the instances of a distributed training job is encrypted, which can lengthen
    training.
    """
    enable_managed_spot_training: Annotated[StrictBool | None, Field(alias="EnableManagedSpotTraining")] = None
    """When `true`, training jobs ran on spot capacity: cheaper, but open to interruption. `MaxWaitTimeInSeconds` and
    checkpoints matter only then.
    """
    checkpoint_config: Annotated[CheckpointConfig | None, Field(alias="CheckpointConfig")] = None
    """Storage of the checkpoints from which interrupted training jobs resume. Absent when checkpoints were not set
    up.
    """
    retry_strategy: Annotated[RetryStrategy | None, Field(alias="RetryStrategy")] = None
    """How often a training job is tried again after an internal server error. Absent when no retries were requested."""
    hyper_parameter_tuning_resource_config: Annotated[
        HyperParameterTuningResourceConfig | None, Field(alias="HyperParameterTuningResourceConfig")
    ] = None
    """Instances and storage when several instance types are acceptable for the search. Absent when the plain
    `ResourceConfig` is used; only one of the two is present.
    """
    environment: Annotated[HyperParameterTrainingJobEnvironmentMap | None, Field(alias="Environment")] = None
    """Environment variables set in the training container. A tuning job may have 48 of them, counted over all its
    definitions together.
    """


class DescribeHyperParameterTuningJobResponse(_Structure):
    """Full picture of one tuning job: how it was set up, where it stands, how many training jobs it ran, and which of
    them did best.
    """

    hyper_parameter_tuning_job_name: Annotated[HyperParameterTuningJobName, Field(alias="HyperParameterTuningJobName")]
    """Name of the tuning job described, equal to the one in the request."""
    hyper_parameter_tuning_job_arn: Annotated[HyperParameterTuningJobArn, Field(alias="HyperParameterTuningJobArn")]
    """ARN of the tuning job, from which region and account can be read. It ends with the job's name."""
    hyper_parameter_tuning_job_config: Annotated[
        HyperParameterTuningJobConfig, Field(alias="HyperParameterTuningJobConfig")
    ]
    """Settings of the search itself: strategy, objective, ranges, limits and completion rules. How each training job
    runs is in the training job definition instead.
    """
    training_job_definition: Annotated[
        HyperParameterTrainingJobDefinition | None, Field(alias="TrainingJobDefinition")
    ] = None
    """Recipe shared by all training jobs of the search. Absent when the job was created from a list, in which case
    `TrainingJobDefinitions` is filled.
    """
    training_job_definitions: Annotated[
        list[HyperParameterTrainingJobDefinition] | None,
        Field(alias="TrainingJobDefinitions", max_length=10, min_length=1),
    ] = None
    """Recipes of a search that covers several algorithms or setups, each with its own distinct `DefinitionName`.
    Replaces `TrainingJobDefinition`; only one of the two is present.
    """
    hyper_parameter_tuning_job_status: Annotated[
        HyperParameterTuningJobStatus, Field(alias="HyperParameterTuningJobStatus")
    ]
    """Where the tuning job stands. `Completed`, `Failed` and `Stopped` are final; `InProgress` and `Stopping` still
    change.
    """
    creation_time: Annotated[AwareDatetime, Field(alias="CreationTime")]
    """Moment the tuning job came into being. No other time of the job itself precedes it."""
    hyper_parameter_tuning_end_time: Annotated[AwareDatetime | None, Field(alias="HyperParameterTuningEndTime")] = None
    """Moment the tuning job reached a final status. Absent while it is `InProgress` or `Stopping`."""
    last_modified_time: Annotated[AwareDatetime | None, Field(alias="LastModifiedTime")] = None
    """Moment of the latest status change of the tuning job, never before `CreationTime`."""
    training_job_status_counters: Annotated[TrainingJobStatusCounters, Field(alias="TrainingJobStatusCounters")]
    """Training jobs launched so far, counted by how they are running or how they ended. Their sum does not exceed
    `MaxNumberOfTrainingJobs` where that is given.
    """
    objective_status_counters: Annotated[ObjectiveStatusCounters, Field(alias="ObjectiveStatusCounters")]
    """Training jobs counted by whether they delivered a usable objective value. A job can run to its end and still
    count under `Failed` here.
    """
    best_training_job: Annotated[HyperParameterTrainingJobSummary | None, Field(alias="BestTrainingJob")] = None
    """Leading training job of this search up to now, with its hyperparameters and metric. Absent until a training job
    has delivered an objective value.
    """
    overall_best_training_job: Annotated[
        HyperParameterTrainingJobSummary | None, Field(alias="OverallBestTrainingJob")
    ] = None
    """Leading training job across this search and its parents, so it may belong to a parent. Present only after a
    warm start of type `IdenticalDataAndAlgorithm`.
    """
    warm_start_config: Annotated[HyperParameterTuningJobWarmStartConfig | None, Field(alias="WarmStartConfig")] = None
    """Earlier tuning jobs whose results this search built upon. Absent when it started from nothing."""
    failure_reason: Annotated[FailureReason | None, Field(alias="FailureReason")] = None
    """Explanation of why the tuning job failed. Present when the status is `Failed`, absent otherwise; causes of
    single training jobs are in their own descriptions.
    """
    tuning_job_completion_details: Annotated[
        HyperParameterTuningJobCompletionDetails | None, Field(alias="TuningJobCompletionDetails")
    ] = None
    """Signs that the search has run its course: how many training jobs brought no gain, and when convergence was
    noticed.
    """
    consumed_resources: Annotated[HyperParameterTuningJobConsumedResources | None, Field(alias="ConsumedResources")] = (
        None
    )
    """Resources this tuning job has used up so far, to be held against `ResourceLimits`."""
    autotune: Annotated[Autotune | None, Field(alias="Autotune")] = None
    """Present when Autotune was on, so that SageMaker could choose ranges and other settings. Absent otherwise."""


Representation = Literal["sdk", "cli", "wire"]
"""How a response is written down: as boto3 hands it over (datetimes, bytes), as the AWS CLI prints it (ISO 8601, base64),
as it goes over the wire (epoch seconds, base64)."""


class _Form(NamedTuple):
    """How a member is written: what it is or holds, the lists and maps around that, the wire's times, its wire name."""

    kind: str = ""
    around: str = ""
    time: str = ""
    wire: str = ""


_FORMS: Final[Mapping[str, Mapping[str, _Form]]] = {
    "Channel": {
        "DataSource": _Form("DataSource"),
        "ShuffleConfig": _Form("ShuffleConfig"),
    },
    "DataSource": {
        "S3DataSource": _Form("S3DataSource"),
        "FileSystemDataSource": _Form("FileSystemDataSource"),
    },
    "DescribeHyperParameterTuningJobError": {
        "Error": _Form("DescribeHyperParameterTuningJobErrorDetail"),
    },
    "DescribeHyperParameterTuningJobResponse": {
        "HyperParameterTuningJobConfig": _Form("HyperParameterTuningJobConfig"),
        "TrainingJobDefinition": _Form("HyperParameterTrainingJobDefinition"),
        "TrainingJobDefinitions": _Form("HyperParameterTrainingJobDefinition", "[]"),
        "CreationTime": _Form("time", "", "unixTimestamp"),
        "HyperParameterTuningEndTime": _Form("time", "", "unixTimestamp"),
        "LastModifiedTime": _Form("time", "", "unixTimestamp"),
        "TrainingJobStatusCounters": _Form("TrainingJobStatusCounters"),
        "ObjectiveStatusCounters": _Form("ObjectiveStatusCounters"),
        "BestTrainingJob": _Form("HyperParameterTrainingJobSummary"),
        "OverallBestTrainingJob": _Form("HyperParameterTrainingJobSummary"),
        "WarmStartConfig": _Form("HyperParameterTuningJobWarmStartConfig"),
        "TuningJobCompletionDetails": _Form("HyperParameterTuningJobCompletionDetails"),
        "ConsumedResources": _Form("HyperParameterTuningJobConsumedResources"),
        "Autotune": _Form("Autotune"),
    },
    "HyperParameterAlgorithmSpecification": {
        "MetricDefinitions": _Form("MetricDefinition", "[]"),
    },
    "HyperParameterTrainingJobDefinition": {
        "TuningObjective": _Form("HyperParameterTuningJobObjective"),
        "HyperParameterRanges": _Form("ParameterRanges"),
        "AlgorithmSpecification": _Form("HyperParameterAlgorithmSpecification"),
        "InputDataConfig": _Form("Channel", "[]"),
        "VpcConfig": _Form("VpcConfig"),
        "OutputDataConfig": _Form("OutputDataConfig"),
        "ResourceConfig": _Form("ResourceConfig"),
        "StoppingCondition": _Form("StoppingCondition"),
        "CheckpointConfig": _Form("CheckpointConfig"),
        "RetryStrategy": _Form("RetryStrategy"),
        "HyperParameterTuningResourceConfig": _Form("HyperParameterTuningResourceConfig"),
    },
    "HyperParameterTrainingJobSummary": {
        "CreationTime": _Form("time", "", "unixTimestamp"),
        "TrainingStartTime": _Form("time", "", "unixTimestamp"),
        "TrainingEndTime": _Form("time", "", "unixTimestamp"),
        "FinalHyperParameterTuningJobObjectiveMetric": _Form("FinalHyperParameterTuningJobObjectiveMetric"),
    },
    "HyperParameterTuningJobCompletionDetails": {
        "ConvergenceDetectedTime": _Form("time", "", "unixTimestamp"),
    },
    "HyperParameterTuningJobConfig": {
        "StrategyConfig": _Form("HyperParameterTuningJobStrategyConfig"),
        "HyperParameterTuningJobObjective": _Form("HyperParameterTuningJobObjective"),
        "ResourceLimits": _Form("ResourceLimits"),
        "ParameterRanges": _Form("ParameterRanges"),
        "TuningJobCompletionCriteria": _Form("TuningJobCompletionCriteria"),
    },
    "HyperParameterTuningJobStrategyConfig": {
        "HyperbandStrategyConfig": _Form("HyperbandStrategyConfig"),
    },
    "HyperParameterTuningJobWarmStartConfig": {
        "ParentHyperParameterTuningJobs": _Form("ParentHyperParameterTuningJob", "[]"),
    },
    "HyperParameterTuningResourceConfig": {
        "InstanceConfigs": _Form("HyperParameterTuningInstanceConfig", "[]"),
    },
    "ParameterRanges": {
        "IntegerParameterRanges": _Form("IntegerParameterRange", "[]"),
        "ContinuousParameterRanges": _Form("ContinuousParameterRange", "[]"),
        "CategoricalParameterRanges": _Form("CategoricalParameterRange", "[]"),
        "AutoParameters": _Form("AutoParameter", "[]"),
    },
    "ResourceConfig": {
        "InstanceGroups": _Form("InstanceGroup", "[]"),
    },
    "TuningJobCompletionCriteria": {
        "BestObjectiveNotImproving": _Form("BestObjectiveNotImproving"),
        "ConvergenceDetected": _Form("ConvergenceDetected"),
    },
}
_PLAIN: Final = _Form()
_NO_STRUCTURE: Final = frozenset(["", "time", "blob", "document"])
_ISO_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")


def _read_response(name: str, data: object, representation: Representation | None) -> Mapping[str, Any]:
    """The structure `name` with API names, datetimes and bytes, boto3's ResponseMetadata set aside."""
    if not isinstance(data, Mapping):
        raise LoadError(f"expected a mapping of members, got {type(data).__name__}")
    read = cast("Mapping[str, Any]", _read_structure(name, data, representation, ""))
    return {key: value for key, value in read.items() if key != "ResponseMetadata"}


def _read_structure(name: str, value: Any, representation: Representation | None, place: str) -> Any:
    if not isinstance(value, Mapping):
        return value
    members = cast("Mapping[str, Any]", value)
    forms = _FORMS.get(name, {})
    names = {form.wire: member for member, form in forms.items() if form.wire} if representation == "wire" else {}
    read: dict[str, Any] = {}
    for key, inner in members.items():
        member = names.get(key, key)
        form = forms.get(member, _PLAIN)
        if inner is not None:
            read[member] = _read(inner, form, form.around, representation, f"{place}/{key}")
        else:
            read[member] = None
    return read


def _read(value: Any, form: _Form, around: str, representation: Representation | None, place: str) -> Any:
    if value is None:
        return None
    if around.startswith("[]") and isinstance(value, list | tuple):
        items = cast("list[Any]", value)
        return [_read(one, form, around[2:], representation, f"{place}/{at}") for at, one in enumerate(items)]
    if around.startswith("{}") and isinstance(value, Mapping):
        entries = cast("Mapping[str, Any]", value)
        return {key: _read(one, form, around[2:], representation, f"{place}/{key}") for key, one in entries.items()}
    if around or form.kind in {"", "document"}:
        return value
    if form.kind == "time":
        return _read_time(value, form.time, representation, place)
    return _read_structure(form.kind, value, representation, place)


def _read_time(value: Any, written: str, representation: Representation | None, place: str) -> datetime:
    """A datetime with a zone; one without counts as UTC."""
    try:
        if isinstance(value, datetime) and representation in {None, "sdk"}:
            return value if value.tzinfo else value.replace(tzinfo=UTC)
        if isinstance(value, str) and representation != "sdk":
            if _ISO_TIME.fullmatch(value):
                return datetime.fromisoformat(value.upper())
        if isinstance(value, int | float) and not isinstance(value, bool) and representation in {None, "wire"}:
            return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise LoadError(f"{place}: this is no time as {representation or 'any representation'} has it ({written} on the wire)")


def _write_response(name: str, value: Any, representation: Representation) -> dict[str, Any]:
    written = _write_structure(name, value, representation)
    return written


def _write_structure(name: str, value: Any, representation: Representation) -> dict[str, Any]:
    forms = _FORMS.get(name, {})
    written: dict[str, Any] = {}
    for member, inner in _members(value):
        form = forms.get(member, _PLAIN)
        key = form.wire if form.wire and representation == "wire" else member
        written[key] = _write(inner, form, form.around, representation)
    return written


def _write_map(
    value: Mapping[object, object], form: _Form, around: str, representation: Representation
) -> dict[object, object]:
    written: dict[object, object] = {}
    for key, inner in value.items():
        written[key.value if isinstance(key, Enum) else key] = _write(inner, form, around[2:], representation)
    return written


def _write(value: object, form: _Form, around: str, representation: Representation) -> Any:
    if value is None:
        return None
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return _write_time(value, form.time, representation)
    if form.kind not in _NO_STRUCTURE and not around:
        return _write_structure(form.kind, value, representation)
    if isinstance(value, list):
        return [_write(one, form, around[2:], representation) for one in cast("list[object]", value)]
    if isinstance(value, Mapping):
        return _write_map(cast("Mapping[object, object]", value), form, around, representation)
    return value


def _write_time(value: datetime, written: str, representation: Representation) -> Any:
    if representation == "sdk":
        return value
    if representation == "wire" and written == "unixTimestamp":
        seconds = value.timestamp()
        return int(seconds) if seconds.is_integer() else seconds
    return value.isoformat()


def _members(structure: _Structure) -> Iterator[tuple[str, Any]]:
    """The members that are there, by API name."""
    for attribute, field in type(structure).model_fields.items():
        member = field.alias or attribute
        value = getattr(structure, attribute)
        if attribute in structure.model_fields_set and (value is not None or _is_document(structure, member)):
            yield member, value
    yield from (structure.model_extra or {}).items()


def _is_document(structure: _Structure, member: str) -> bool:
    return _FORMS.get(type(structure).__name__, {}).get(member, _PLAIN).kind == "document"


_Model = TypeVar("_Model", bound=_Structure)


def from_dict(model: type[_Model], data: Mapping[str, Any], representation: Representation | None = None) -> _Model:
    """`data` as the model: what boto3 returned, what the AWS CLI printed or what went over the wire.

    Each value tells its representation by itself unless one is named; wire names, where a service has others, are
    understood in `wire` alone. Raises pydantic.ValidationError, and LoadError for a time or bytes that are none.
    """
    return model.model_validate(_read_response(model.__name__, data, representation))


def to_dict(model: _Structure, representation: Representation = "sdk") -> dict[str, Any]:
    """The members that are there under their API names; the inverse of `from_dict`."""
    return _write_response(type(model).__name__, model, representation)
