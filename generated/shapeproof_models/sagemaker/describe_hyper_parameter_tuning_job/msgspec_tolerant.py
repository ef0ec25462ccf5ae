"""Models of sagemaker.describe_hyper_parameter_tuning_job@1.29.145: msgspec, tolerant view.

Written by Shapeproof, and made anew with:

    shapeproof generate models sagemaker.describe_hyper_parameter_tuning_job@1.29.145 --flavour msgspec --view tolerant

    answer = from_dict(DescribeHyperParameterTuningJobResponse, client.describe_hyper_parameter_tuning_job(…))
    to_dict(answer, "cli")    # or "sdk", "wire"

Types and required members are enforced. Enum members are plain strings, to be compared with the enums; unknown
members are passed over, values may break any other constraint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any, Final, Literal, NamedTuple, TypeVar, cast

import msgspec
from msgspec import UNSET, Struct, UnsetType, field


__all__ = [
    "AutoParameter",
    "Autotune",
    "AutotuneMode",
    "BestObjectiveNotImproving",
    "CategoricalParameterRange",
    "Channel",
    "CheckpointConfig",
    "CompleteOnConvergence",
    "CompressionType",
    "ContinuousParameterRange",
    "ConvergenceDetected",
    "DataSource",
    "DescribeHyperParameterTuningJobError",
    "DescribeHyperParameterTuningJobErrorCode",
    "DescribeHyperParameterTuningJobErrorDetail",
    "DescribeHyperParameterTuningJobRequest",
    "DescribeHyperParameterTuningJobResponse",
    "FileSystemAccessMode",
    "FileSystemDataSource",
    "FileSystemType",
    "FinalHyperParameterTuningJobObjectiveMetric",
    "HyperParameterAlgorithmSpecification",
    "HyperParameterScalingType",
    "HyperParameterTrainingJobDefinition",
    "HyperParameterTrainingJobSummary",
    "HyperParameterTuningAllocationStrategy",
    "HyperParameterTuningInstanceConfig",
    "HyperParameterTuningJobCompletionDetails",
    "HyperParameterTuningJobConfig",
    "HyperParameterTuningJobConsumedResources",
    "HyperParameterTuningJobObjective",
    "HyperParameterTuningJobObjectiveType",
    "HyperParameterTuningJobStatus",
    "HyperParameterTuningJobStrategyConfig",
    "HyperParameterTuningJobStrategyType",
    "HyperParameterTuningJobWarmStartConfig",
    "HyperParameterTuningJobWarmStartType",
    "HyperParameterTuningResourceConfig",
    "HyperbandStrategyConfig",
    "InstanceGroup",
    "IntegerParameterRange",
    "LoadError",
    "MetricDefinition",
    "ObjectiveStatus",
    "ObjectiveStatusCounters",
    "OutputDataConfig",
    "ParameterRanges",
    "ParentHyperParameterTuningJob",
    "RecordWrapper",
    "Representation",
    "ResourceConfig",
    "ResourceLimits",
    "RetryStrategy",
    "S3DataDistribution",
    "S3DataSource",
    "S3DataType",
    "ShuffleConfig",
    "StoppingCondition",
    "TrainingInputMode",
    "TrainingInstanceType",
    "TrainingJobEarlyStoppingType",
    "TrainingJobStatus",
    "TrainingJobStatusCounters",
    "TuningJobCompletionCriteria",
    "VpcConfig",
    "from_dict",
    "to_dict",
]


class LoadError(ValueError):
    """Data that `from_dict` refuses: the message names the value by its JSON pointer."""


class _Structure(Struct, kw_only=True):
    """A structure: unknown members are passed over; what is absent is `UNSET`."""


#


class AutoParameter(_Structure, kw_only=True):
    """One hyperparameter whose search range Autotune works out by itself, starting from a sample value. Meaningful
    only when `Autotune` is switched on for the tuning job.
    """

    name: str = field(name="Name")
    """Hyperparameter that Autotune should find a range for, spelled the way the training algorithm expects it."""
    value_hint: str = field(name="ValueHint")
    """Sample value, written as a string, that shows Autotune what a sensible setting looks like. A hint, not a bound:
    values that were tried may lie elsewhere.
    """


class Autotune(_Structure, kw_only=True):
    """Tells that tuning settings such as the ranges and limits may have been picked by SageMaker and not by the
    person who created the job. Absent when Autotune was not asked for.
    """

    mode: str = field(name="Mode")
    """Says that Autotune is on. There is no value for off: in that case the whole `Autotune` object is absent."""


class AutotuneMode(StrEnum):
    """Switch of the Autotune feature, with one value only, because off is expressed by leaving `Autotune` out."""

    ENABLED = "Enabled"
    """Autotune selects ranges for the eligible hyperparameters."""


class BestObjectiveNotImproving(_Structure, kw_only=True):
    """Completion rule that ends the search once too many training jobs have brought no real progress on the
    objective. Compare it with the running count in `TuningJobCompletionDetails`.
    """

    max_number_of_training_jobs_not_improving: int | UnsetType = field(
        name="MaxNumberOfTrainingJobsNotImproving", default=UNSET
    )
    """Number of training jobs without a gain of at least 1% over earlier ones after which the search ends. Progress
    toward it shows in `NumberOfTrainingJobsObjectiveNotImproving`.
    """


class CategoricalParameterRange(_Structure, kw_only=True):
    """One hyperparameter searched over a fixed set of choices, with no order or distance between them. Under the
    `Grid` strategy every range has to be of this kind.
    """

    name: str = field(name="Name")
    """Hyperparameter whose choices are listed in `Values`. A name is tuned once only, so it must not recur in another
    range or in `StaticHyperParameters`.
    """
    values: list[str] = field(name="Values")
    """Choices the search may pick from, all written as strings, even where they stand for numbers. With `Grid`, the
    lengths of these lists multiply into the number of training jobs.
    """


class CheckpointConfig(_Structure, kw_only=True):
    """Where training jobs save checkpoints, so that a managed spot job can resume after an interruption. Absent when
    no checkpointing was set up.
    """

    s3_uri: str = field(name="S3Uri")
    """S3 prefix under which the checkpoints are kept, for example `s3://my-bucket/checkpoints`. Look here for the
    intermediate states of interrupted jobs.
    """
    local_path: str | UnsetType = field(name="LocalPath", default=UNSET)
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


class ContinuousParameterRange(_Structure, kw_only=True):
    """One hyperparameter searched over an interval of floating-point numbers, such as a learning rate. Its two ends
    are kept as strings.
    """

    name: str = field(name="Name")
    """Floating-point hyperparameter being searched. It has one range only and no entry in `StaticHyperParameters`."""
    min_value: str = field(name="MinValue")
    """Lower end of the interval, a number in string form, not above `MaxValue`. It must be greater than 0 for
    `Logarithmic` and at least 0 for `ReverseLogarithmic`.
    """
    max_value: str = field(name="MaxValue")
    """Upper end of the interval, a number in string form, not below `MinValue`. It must stay under 1 when
    `ScalingType` is `ReverseLogarithmic`.
    """
    scaling_type: str | UnsetType = field(name="ScalingType", default=UNSET)
    """Scale on which values are drawn from this interval. All four scales are open to it, including
    `ReverseLogarithmic`, which integer ranges cannot use.
    """


class ConvergenceDetected(_Structure, kw_only=True):
    """Completion rule about convergence: what should happen once further training jobs are unlikely to improve the
    objective. Whether that moment came shows in `ConvergenceDetectedTime`.
    """

    complete_on_convergence: str | UnsetType = field(name="CompleteOnConvergence", default=UNSET)
    """Tells whether the search ends at the moment convergence is detected (`Enabled`) or continues regardless
    (`Disabled`).
    """


class DescribeHyperParameterTuningJobErrorCode(StrEnum):
    """The error code. Services also send codes that they don't list."""

    RESOURCE_NOT_FOUND = "ResourceNotFound"
    """No tuning job of that name exists in the account and region of the client. Check spelling, region and
    credentials; a repeat of the same call will not help.
    """


class DescribeHyperParameterTuningJobErrorDetail(_Structure, kw_only=True):
    """The error."""

    code: str = field(name="Code")
    """The error code. Services also send codes that they don't list."""
    message: str | UnsetType = field(name="Message", default=UNSET)
    """What went wrong, for people to read. The wording can change."""


class DescribeHyperParameterTuningJobRequest(_Structure, kw_only=True):
    """Input of the call: just a job name, looked up in the account and region of the client."""

    hyper_parameter_tuning_job_name: str = field(name="HyperParameterTuningJobName")
    """Name given to the tuning job when it was created, not its ARN. A name that matches no job leads to
    `ResourceNotFound`.
    """


class FileSystemAccessMode(StrEnum):
    """Rights with which a file system directory is mounted into the training container."""

    RW = "rw"
    """Training code may read from and write to the directory."""
    RO = "ro"
    """Training code may only read from the directory."""


class FileSystemDataSource(_Structure, kw_only=True):
    """Directory on Amazon EFS or FSx for Lustre that is mounted as a channel, so no copy from S3 is needed. Such jobs
    connect through a VPC, so expect a `VpcConfig` beside it.
    """

    file_system_id: str = field(name="FileSystemId")
    """Identifier of the file system, beginning with `fs-`. Whether it belongs to EFS or FSx is told by
    `FileSystemType`.
    """
    file_system_access_mode: str = field(name="FileSystemAccessMode")
    """Whether the mounted directory can be changed by the training job (`rw`) or only read (`ro`)."""
    file_system_type: str = field(name="FileSystemType")
    """Service that hosts the file system, which decides how `FileSystemId` and `DirectoryPath` are understood."""
    directory_path: str = field(name="DirectoryPath")
    """Absolute path, within the file system, of the directory that becomes the channel."""


class FileSystemType(StrEnum):
    """File system services a channel can be mounted from."""

    EFS = "EFS"
    """Amazon Elastic File System."""
    FSX_LUSTRE = "FSxLustre"
    """Amazon FSx for Lustre."""


class FinalHyperParameterTuningJobObjectiveMetric(_Structure, kw_only=True):
    """Objective value a training job ended up with, and what it was measured on. Training jobs are ranked by it."""

    metric_name: str = field(name="MetricName")
    """Metric that `Value` was measured on, the same one as in the objective of the tuning job or of the definition
    used.
    """
    value: float = field(name="Value")
    """Final reading of the objective metric for this training job. Its unit is that of the metric; `Type` tells which
    direction is better.
    """
    type: str | UnsetType = field(name="Type", default=UNSET)
    """Direction of the objective: whether a higher or a lower `Value` wins. It agrees with the objective of the
    tuning job or of the definition used.
    """


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


class HyperParameterTrainingJobSummary(_Structure, kw_only=True):
    """Short account of one training job launched by a search: when it ran, which values it tried, and the objective
    value it reached.
    """

    training_job_name: str = field(name="TrainingJobName")
    """Generated name of the training job. Pass it to `describe_training_job` for the full details, including its
    artifacts.
    """
    training_job_arn: str = field(name="TrainingJobArn")
    """ARN of the training job, ending with `TrainingJobName`."""
    creation_time: datetime = field(name="CreationTime")
    """Moment the training job was requested, before instances were at hand. The gap to `TrainingStartTime` is waiting
    and setup.
    """
    training_job_status: str = field(name="TrainingJobStatus")
    """State of this training job itself. Whether its metric could be used is a separate matter, told by
    `ObjectiveStatus`.
    """
    tuned_hyper_parameters: dict[str, str] = field(name="TunedHyperParameters")
    """Values this training job tried, one per tuned hyperparameter, as strings. Together with `StaticHyperParameters`
    they reproduce the run.
    """
    training_job_definition_name: str | UnsetType = field(name="TrainingJobDefinitionName", default=UNSET)
    """Definition this training job was built from, equal to the `DefinitionName` of one of the definitions. Absent
    when the definition has no name.
    """
    tuning_job_name: str | UnsetType = field(name="TuningJobName", default=UNSET)
    """Search to which this training job belongs. Under `OverallBestTrainingJob` it can name a parent; elsewhere it is
    the job described.
    """
    training_start_time: datetime | UnsetType = field(name="TrainingStartTime", default=UNSET)
    """Moment training began on the instances, from which billing counts. Absent when it never got that far."""
    training_end_time: datetime | UnsetType = field(name="TrainingEndTime", default=UNSET)
    """Moment the instances were done, and the end of billing: after the artifact upload, or when a failure was
    noticed. Absent while the training job still runs.
    """
    failure_reason: str | UnsetType = field(name="FailureReason", default=UNSET)
    """Cause of this training job's failure. Absent unless `TrainingJobStatus` is `Failed`."""
    final_hyper_parameter_tuning_job_objective_metric: FinalHyperParameterTuningJobObjectiveMetric | UnsetType = field(
        name="FinalHyperParameterTuningJobObjectiveMetric", default=UNSET
    )
    """Objective value with which this training job is ranked. Absent as long as none could be evaluated."""
    objective_status: str | UnsetType = field(name="ObjectiveStatus", default=UNSET)
    """Tells whether the search has the final metric of this training job, still waits for it, or has to do without
    it.
    """


class HyperParameterTuningAllocationStrategy(StrEnum):
    """Rule for choosing among the listed instance configurations when a training job needs capacity."""

    PRIORITIZED = "Prioritized"
    """Configurations are tried in the order listed, the first being preferred."""


class HyperParameterTuningInstanceConfig(_Structure, kw_only=True):
    """One acceptable set of instances and storage for training jobs. Several of them in a list let a search fall back
    when capacity is short.
    """

    instance_type: str = field(name="InstanceType")
    """Machine type of this configuration. AWS names CPU types for it: `ml.c5.xlarge`, `ml.c5.2xlarge`, and
    `ml.m5.xlarge` up to `ml.m5.4xlarge`.
    """
    instance_count: int = field(name="InstanceCount")
    """How many instances of `InstanceType` one training job gets from this configuration. More than 1 means
    distributed training.
    """
    volume_size_in_gb: int = field(name="VolumeSizeInGB")
    """Storage for the data of each training job under this configuration, in GB."""


class HyperParameterTuningJobCompletionDetails(_Structure, kw_only=True):
    """Evidence that a search is done or is stalling, kept whether or not a completion rule was set for it."""

    number_of_training_jobs_objective_not_improving: int | UnsetType = field(
        name="NumberOfTrainingJobsObjectiveNotImproving", default=UNSET
    )
    """Training jobs so far that improved the objective by 1% or less. When it nears
    `MaxNumberOfTrainingJobsNotImproving`, the search is about to end.
    """
    convergence_detected_time: datetime | UnsetType = field(name="ConvergenceDetectedTime", default=UNSET)
    """Moment SageMaker judged that the search had converged, meaning that gains had dried up. Absent while no
    convergence has been seen.
    """


class HyperParameterTuningJobConsumedResources(_Structure, kw_only=True):
    """Running total of what the tuning job has used. At present it holds elapsed time only."""

    runtime_in_seconds: int | UnsetType = field(name="RuntimeInSeconds", default=UNSET)
    """Elapsed wall clock time of the tuning job in seconds, not the sum over its training jobs. Compare it with
    `MaxRuntimeInSeconds` in `ResourceLimits`.
    """


class HyperParameterTuningJobObjective(_Structure, kw_only=True):
    """Goal of the search: one metric and the direction in which it should move."""

    type: str = field(name="Type")
    """Direction of the goal: `Maximize` for metrics such as accuracy, `Minimize` for losses and errors."""
    metric_name: str = field(name="MetricName")
    """Metric that decides which training job is better. Custom algorithms declare it in `MetricDefinitions`; built-in
    ones come with a fixed list.
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


class HyperParameterTuningResourceConfig(_Structure, kw_only=True):
    """Compute and storage for a search that can use several instance types. It stands in place of `ResourceConfig`,
    never next to it.
    """

    instance_type: str | UnsetType = field(name="InstanceType", default=UNSET)
    """Machine type of every training job when a single one is used. Absent when `InstanceConfigs` lists the
    alternatives.
    """
    instance_count: int | UnsetType = field(name="InstanceCount", default=UNSET)
    """Instances per training job when a single type is used; above 1 means distributed training. Absent when
    `InstanceConfigs` is set.
    """
    volume_size_in_gb: int | UnsetType = field(name="VolumeSizeInGB", default=UNSET)
    """Storage per instance in GB, for artifacts, intermediate state and scratch files. Absent when `InstanceConfigs`
    is set; limited by the disk of types with local storage.
    """
    volume_kms_key_id: str | UnsetType = field(name="VolumeKmsKeyId", default=UNSET)
    """Key ID or key ARN in AWS KMS that encrypts the storage volumes. Absent with types that have local storage
    (`p4d`, `g4dn`, `g5`), whose hardware does the encryption.
    """
    allocation_strategy: str | UnsetType = field(name="AllocationStrategy", default=UNSET)
    """How one of the `InstanceConfigs` is picked for a training job. Without that list it has nothing to order."""
    instance_configs: list[HyperParameterTuningInstanceConfig] | UnsetType = field(
        name="InstanceConfigs", default=UNSET
    )
    """Acceptable instance setups in order of preference. When it is set, `InstanceType`, `InstanceCount` and
    `VolumeSizeInGB` beside it are absent.
    """


class HyperbandStrategyConfig(_Structure, kw_only=True):
    """Bounds on the effort a single training job may spend under `Hyperband`, counted in units of progress such as
    epochs.
    """

    min_resource: int | UnsetType = field(name="MinResource", default=UNSET)
    """Effort, usually in epochs, that every training job gets before `Hyperband` may stop it. Not above
    `MaxResource`.
    """
    max_resource: int | UnsetType = field(name="MaxResource", default=UNSET)
    """Effort, usually in epochs, at which a training job is stopped, at most 20,000. When absent, it is inferred from
    static hyperparameters such as `epochs` or `num_epochs`.
    """


class InstanceGroup(_Structure, kw_only=True):
    """One homogeneous part of a mixed cluster, so that for instance data loading and training can run on different
    machine types.
    """

    instance_type: str = field(name="InstanceType")
    """Machine type shared by all instances in this group."""
    instance_count: int = field(name="InstanceCount")
    """How many instances this group adds to the cluster of each training job."""
    instance_group_name: str = field(name="InstanceGroupName")
    """Label by which a data source addresses this group in its `InstanceGroupNames`."""


class IntegerParameterRange(_Structure, kw_only=True):
    """One hyperparameter searched over whole numbers, such as a tree depth or a batch size. Its two ends are kept as
    strings.
    """

    name: str = field(name="Name")
    """Whole-number hyperparameter being searched. It has one range only and no entry in `StaticHyperParameters`."""
    min_value: str = field(name="MinValue")
    """Smallest whole number the search may try, in string form, not above `MaxValue`. It must be greater than 0 when
    `ScalingType` is `Logarithmic`.
    """
    max_value: str = field(name="MaxValue")
    """Largest whole number the search may try, in string form, not below `MinValue`."""
    scaling_type: str | UnsetType = field(name="ScalingType", default=UNSET)
    """Scale on which whole numbers are drawn from this range. `ReverseLogarithmic` does not work here; it is kept for
    continuous ranges.
    """


class MetricDefinition(_Structure, kw_only=True):
    """One metric and the pattern that finds it in the logs of a training job, both standard output and standard
    error.
    """

    name: str = field(name="Name")
    """Name under which the extracted numbers are reported, and by which an objective refers to them."""
    regex: str = field(name="Regex")
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


class ObjectiveStatusCounters(_Structure, kw_only=True):
    """Training jobs counted by the fate of their objective metric. Together they are never more than the sum of
    `TrainingJobStatusCounters`.
    """

    succeeded: int | UnsetType = field(name="Succeeded", default=UNSET)
    """Training jobs whose final metric was obtained and entered into the search. Only these can become
    `BestTrainingJob`.
    """
    pending: int | UnsetType = field(name="Pending", default=UNSET)
    """Training jobs still under way, whose final metric is yet to be judged."""
    failed: int | UnsetType = field(name="Failed", default=UNSET)
    """Training jobs that gave the search no metric, mostly because they failed or never logged it. A high count hints
    at a wrong `Regex` or metric name.
    """


class OutputDataConfig(_Structure, kw_only=True):
    """Where training jobs leave their model artifacts in S3, and how these are encrypted at rest."""

    s3_output_path: str = field(name="S3OutputPath")
    """S3 prefix below which each training job stores its artifacts, for example `s3://my-bucket/models`."""
    kms_key_id: str | UnsetType = field(name="KmsKeyId", default=UNSET)
    """Key in AWS KMS, as an ID, an alias or the ARN of either, that encrypts the artifacts. When absent, the default
    S3 key of the role's account is used.
    """


class ParameterRanges(_Structure, kw_only=True):
    """Search space of the tuning job, split by kind of hyperparameter. Integer, continuous and categorical ranges
    together may number 30 at most.
    """

    integer_parameter_ranges: list[IntegerParameterRange] | UnsetType = field(
        name="IntegerParameterRanges", default=UNSET
    )
    """Hyperparameters that take whole numbers. May be absent or empty when none do, as it must be with `Grid`."""
    continuous_parameter_ranges: list[ContinuousParameterRange] | UnsetType = field(
        name="ContinuousParameterRanges", default=UNSET
    )
    """Hyperparameters that take floating-point numbers. May be absent or empty when none do, as it must be with
    `Grid`.
    """
    categorical_parameter_ranges: list[CategoricalParameterRange] | UnsetType = field(
        name="CategoricalParameterRanges", default=UNSET
    )
    """Hyperparameters that take one of several listed choices. May be absent or empty, except with `Grid`, which
    needs them.
    """
    auto_parameters: list[AutoParameter] | UnsetType = field(name="AutoParameters", default=UNSET)
    """Hyperparameters left to Autotune, each with a sample value from which it derives a range. Absent when Autotune
    is not used.
    """


class ParentHyperParameterTuningJob(_Structure, kw_only=True):
    """Reference to an earlier tuning job, completed or stopped, that served as a starting point."""

    hyper_parameter_tuning_job_name: str | UnsetType = field(name="HyperParameterTuningJobName", default=UNSET)
    """Name of the earlier tuning job. Describe it by this name to see the results that were carried over."""


class RecordWrapper(StrEnum):
    """Whether raw objects are packed into RecordIO records before the algorithm receives them."""

    NONE = "None"
    """Objects are passed on as they are, which `File` mode requires."""
    RECORD_IO = "RecordIO"
    """Every S3 object becomes one RecordIO record, for algorithms that need that format."""


class ResourceConfig(_Structure, kw_only=True):
    """Compute and storage of each training job. For several acceptable instance types there is
    `HyperParameterTuningResourceConfig`, which excludes it.
    """

    volume_size_in_gb: int = field(name="VolumeSizeInGB")
    """EBS storage per instance in GB, for artifacts, state and scratch, and for the data in `File` mode. Types with
    NVMe disks (`p4d`, `g4dn`, `g5`) offer their fixed capacity instead.
    """
    instance_type: str | UnsetType = field(name="InstanceType", default=UNSET)
    """Machine type of every training job. Absent when `InstanceGroups` describes a mixed cluster."""
    instance_count: int | UnsetType = field(name="InstanceCount", default=UNSET)
    """Instances per training job; above 1 means distributed training. Absent when `InstanceGroups` is set."""
    volume_kms_key_id: str | UnsetType = field(name="VolumeKmsKeyId", default=UNSET)
    """Key ID or key ARN in AWS KMS for the attached storage volumes. Not possible with types that have local storage
    (`p4d`, `g4dn`, `g5`), where hardware encrypts the disks.
    """
    instance_groups: list[InstanceGroup] | UnsetType = field(name="InstanceGroups", default=UNSET)
    """Parts of a cluster made of different machine types. When it is set, `InstanceType` and `InstanceCount` beside
    it are absent.
    """
    keep_alive_period_in_seconds: int | UnsetType = field(name="KeepAlivePeriodInSeconds", default=UNSET)
    """Seconds that instances stay warm after a training job, ready for a following one. Absent when no warm pool was
    asked for.
    """


class ResourceLimits(_Structure, kw_only=True):
    """Caps on one tuning job, to be read against the counters and `ConsumedResources` to see how much is left."""

    max_parallel_training_jobs: int = field(name="MaxParallelTrainingJobs")
    """Most training jobs that may run at the same time. A high value shortens a `Bayesian` search but leaves it fewer
    results to learn from.
    """
    max_number_of_training_jobs: int | UnsetType = field(name="MaxNumberOfTrainingJobs", default=UNSET)
    """Most training jobs the search may launch in total. It can be absent, for example with `Grid`, where the
    combinations fix the number.
    """
    max_runtime_in_seconds: int | UnsetType = field(name="MaxRuntimeInSeconds", default=UNSET)
    """Longest time in seconds the whole search may take. Absent when no such cap was set; the limit of each training
    job is in `StoppingCondition`.
    """


class RetryStrategy(_Structure, kw_only=True):
    """Policy for repeating a training job that failed through an internal server error. Errors in the training code
    are not repeated.
    """

    maximum_retry_attempts: int = field(name="MaximumRetryAttempts")
    """How many times a training job may be tried again. All attempts share the time limits in `StoppingCondition`."""


class S3DataDistribution(StrEnum):
    """How the objects of an S3 source are shared among the instances of a training job."""

    FULLY_REPLICATED = "FullyReplicated"
    """Every instance receives the complete data set."""
    SHARDED_BY_S3KEY = "ShardedByS3Key"
    """Each of n instances receives about one nth of the objects."""


class S3DataSource(_Structure, kw_only=True):
    """Objects in Amazon S3 that make up a channel, named by a prefix or by a manifest. They lie in the region of the
    training job.
    """

    s3_data_type: str = field(name="S3DataType")
    """How `S3Uri` is to be understood: as a key prefix, a manifest, or an augmented manifest. The last one is limited
    to `Pipe` mode.
    """
    s3_uri: str = field(name="S3Uri")
    """Location of the data: a prefix covering all matching objects, or the key of a manifest file. Which of them it
    is depends on `S3DataType`.
    """
    s3_data_distribution_type: str | UnsetType = field(name="S3DataDistributionType", default=UNSET)
    """Whether each instance sees all objects or only a share. With `ShardedByS3Key`, instances beyond the number of
    objects stay idle yet are billed.
    """
    attribute_names: list[str] | UnsetType = field(name="AttributeNames", default=UNSET)
    """Attributes taken from each line of an augmented manifest. Absent with other values of `S3DataType`."""
    instance_group_names: list[str] | UnsetType = field(name="InstanceGroupNames", default=UNSET)
    """Groups of a mixed cluster that receive these objects, named as in `InstanceGroups`. Absent when the cluster has
    no groups.
    """


class S3DataType(StrEnum):
    """Ways in which an S3 location can stand for the objects of a channel."""

    MANIFEST_FILE = "ManifestFile"
    """A JSON manifest of one prefix and the keys below it names the objects."""
    S3PREFIX = "S3Prefix"
    """All objects whose keys begin with the given prefix are used."""
    AUGMENTED_MANIFEST_FILE = "AugmentedManifestFile"
    """A JSON Lines file holds or points to the records; `Pipe` mode only."""


class ShuffleConfig(_Structure, kw_only=True):
    """Random ordering of a channel's data: of the matched keys, of manifest entries, or of augmented manifest lines."""

    seed: int = field(name="Seed")
    """Starting value of the shuffle. The same seed yields the same order again."""


class StoppingCondition(_Structure, kw_only=True):
    """Time limits of each training job, which cap its cost. With a `RetryStrategy` they cover all attempts together."""

    max_runtime_in_seconds: int | UnsetType = field(name="MaxRuntimeInSeconds", default=UNSET)
    """Longest training time in seconds before SageMaker ends the training job. It defaults to 1 day (86,400) and may
    reach 28 days (2,419,200).
    """
    max_wait_time_in_seconds: int | UnsetType = field(name="MaxWaitTimeInSeconds", default=UNSET)
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


class TrainingJobStatusCounters(_Structure, kw_only=True):
    """Training jobs launched by the search, counted by how they are doing. Add the members up to see how many were
    launched so far.
    """

    completed: int | UnsetType = field(name="Completed", default=UNSET)
    """Training jobs that ran to their end. Whether their metric was usable is told by `ObjectiveStatusCounters`."""
    in_progress: int | UnsetType = field(name="InProgress", default=UNSET)
    """Training jobs running now, no more than `MaxParallelTrainingJobs` allows."""
    retryable_error: int | UnsetType = field(name="RetryableError", default=UNSET)
    """Training jobs that failed through an internal service error, so that another attempt makes sense."""
    non_retryable_error: int | UnsetType = field(name="NonRetryableError", default=UNSET)
    """Training jobs that failed through a client error, such as bad data or code, where another attempt would not
    help.
    """
    stopped: int | UnsetType = field(name="Stopped", default=UNSET)
    """Training jobs that were stopped by hand before they were through."""


class TuningJobCompletionCriteria(_Structure, kw_only=True):
    """Rules that may end a search ahead of `ResourceLimits`; the first one met decides."""

    target_objective_metric_value: float | UnsetType = field(name="TargetObjectiveMetricValue", default=UNSET)
    """Objective value at which the search is good enough and ends. Absent when no target was set."""
    best_objective_not_improving: BestObjectiveNotImproving | UnsetType = field(
        name="BestObjectiveNotImproving", default=UNSET
    )
    """Ends the search after a number of training jobs without real gain. Absent when that rule was not set."""
    convergence_detected: ConvergenceDetected | UnsetType = field(name="ConvergenceDetected", default=UNSET)
    """Ends the search once SageMaker detects convergence, if so chosen. Absent when that rule was not set."""


class VpcConfig(_Structure, kw_only=True):
    """Your own network that the training containers are attached to, given by subnets and security groups."""

    security_group_ids: list[str] = field(name="SecurityGroupIds")
    """Security groups, such as `sg-0123abcd`, that filter the traffic of the training containers. They belong to the
    same VPC as `Subnets`.
    """
    subnets: list[str] = field(name="Subnets")
    """Subnets the training containers are placed in. The zones they lie in must offer the chosen instance type."""


class DataSource(_Structure, kw_only=True):
    """Origin of a channel's data. Exactly one of its two members is expected to be set."""

    s3_data_source: S3DataSource | UnsetType = field(name="S3DataSource", default=UNSET)
    """Objects in Amazon S3 that feed the channel. Absent when the channel reads from a file system."""
    file_system_data_source: FileSystemDataSource | UnsetType = field(name="FileSystemDataSource", default=UNSET)
    """Mounted EFS or FSx for Lustre directory that feeds the channel. Absent when the channel reads from S3."""


class DescribeHyperParameterTuningJobError(_Structure, kw_only=True):
    """The content of `ClientError.response` in boto3 when the service rejects the call."""

    error: DescribeHyperParameterTuningJobErrorDetail = field(name="Error")
    message: str | UnsetType = field(name="Message", default=UNSET)
    """Sent with `ResourceNotFound`."""


class HyperParameterAlgorithmSpecification(_Structure, kw_only=True):
    """Algorithm the training jobs run, and the metrics read from its logs. It is given as a container image or as an
    algorithm resource, exactly one of them.
    """

    training_input_mode: str = field(name="TrainingInputMode")
    """Way training data reaches the container, unless a channel overrides it with its own `InputMode`."""
    training_image: str | UnsetType = field(name="TrainingImage", default=UNSET)
    """Registry path of the container image, with a tag or a digest after the repository. Absent when `AlgorithmName`
    is set.
    """
    algorithm_name: str | UnsetType = field(name="AlgorithmName", default=UNSET)
    """Name or ARN of the SageMaker algorithm resource that the training jobs run. Absent when `TrainingImage` is set.
    """
    metric_definitions: list[MetricDefinition] | UnsetType = field(name="MetricDefinitions", default=UNSET)
    """Metrics extracted from the training logs, the objective metric among them. Built-in algorithms bring their own
    list, which shows up here.
    """


class HyperParameterTuningJobStrategyConfig(_Structure, kw_only=True):
    """Holder of settings that belong to one particular strategy; today that is `Hyperband` alone."""

    hyperband_strategy_config: HyperbandStrategyConfig | UnsetType = field(
        name="HyperbandStrategyConfig", default=UNSET
    )
    """Lower and upper bound of the effort one training job may spend. Present only when `Strategy` is `Hyperband`."""


class HyperParameterTuningJobWarmStartConfig(_Structure, kw_only=True):
    """Earlier tuning jobs from which this search took over knowledge, and how closely it has to resemble them."""

    parent_hyper_parameter_tuning_jobs: list[ParentHyperParameterTuningJob] = field(
        name="ParentHyperParameterTuningJobs"
    )
    """Tuning jobs whose results informed this one, each listed once and none of them the job itself. Jobs from before
    October 2018 cannot serve.
    """
    warm_start_type: str = field(name="WarmStartType")
    """How much may differ from the parents. Only with `IdenticalDataAndAlgorithm` does the response report an
    `OverallBestTrainingJob`.
    """


class Channel(_Structure, kw_only=True):
    """One named input of a training job, such as `train` or `validation`: where its data lies, how it is encoded, and
    how it reaches the container.
    """

    channel_name: str = field(name="ChannelName")
    """Label the training code uses to find this input. No other channel of the same definition has the same label."""
    data_source: DataSource = field(name="DataSource")
    """Place the data of this channel is read from: either Amazon S3 or a mounted file system, never both."""
    content_type: str | UnsetType = field(name="ContentType", default=UNSET)
    """MIME type passed on to the algorithm, for instance `text/csv`, so that it can choose a parser. Absent when none
    was given.
    """
    compression_type: str | UnsetType = field(name="CompressionType", default=UNSET)
    """Compression of the stored objects. Absence counts as `None`; `Gzip` is valid only while the channel streams in
    `Pipe` mode.
    """
    record_wrapper_type: str | UnsetType = field(name="RecordWrapperType", default=UNSET)
    """Tells whether each S3 object gets wrapped as a RecordIO record on its way to the algorithm. Absent or `None`
    when the data goes in as it is, as it must in `File` mode.
    """
    input_mode: str | UnsetType = field(name="InputMode", default=UNSET)
    """Way the data of this one channel is delivered, overriding the general mode. When absent, the
    `TrainingInputMode` of the algorithm applies.
    """
    shuffle_config: ShuffleConfig | UnsetType = field(name="ShuffleConfig", default=UNSET)
    """Shuffling of this channel's keys or manifest lines, repeated at the beginning of each epoch in `Pipe` mode.
    Absent when no shuffling was requested.
    """


class HyperParameterTrainingJobDefinition(_Structure, kw_only=True):
    """Recipe for training jobs of the search: algorithm, data, compute, limits, and the hyperparameters held fixed.
    The tuned values are added to it for every job.
    """

    algorithm_specification: HyperParameterAlgorithmSpecification = field(name="AlgorithmSpecification")
    """What is trained: the container image or algorithm resource, its general input mode, and the metrics it logs."""
    role_arn: str = field(name="RoleArn")
    """IAM role that training jobs act under, for instance when they read the input and write the artifacts. Check its
    permissions first when all jobs fail on access.
    """
    output_data_config: OutputDataConfig = field(name="OutputDataConfig")
    """S3 destination of the model artifacts, and the key they are encrypted with."""
    stopping_condition: StoppingCondition = field(name="StoppingCondition")
    """Time limits of each single training job. The limit for the whole search is in `ResourceLimits`."""
    definition_name: str | UnsetType = field(name="DefinitionName", default=UNSET)
    """Name that tells definitions in a list apart; training jobs refer to it as `TrainingJobDefinitionName`. May be
    absent when there is a single definition.
    """
    tuning_objective: HyperParameterTuningJobObjective | UnsetType = field(name="TuningObjective", default=UNSET)
    """Objective for the training jobs of this definition, used when definitions come as a list. Absent when
    `HyperParameterTuningJobConfig` holds the objective.
    """
    hyper_parameter_ranges: ParameterRanges | UnsetType = field(name="HyperParameterRanges", default=UNSET)
    """Ranges searched for this definition, used when definitions come as a list. Absent when the ranges are in
    `HyperParameterTuningJobConfig`.
    """
    static_hyper_parameters: dict[str, str] | UnsetType = field(name="StaticHyperParameters", default=UNSET)
    """Hyperparameters that stay the same in every training job, all as strings. SageMaker adds
    `_tuning_objective_metric`, and none of the names may also have a range.
    """
    input_data_config: list[Channel] | UnsetType = field(name="InputDataConfig", default=UNSET)
    """Data channels fed to each training job. Absent when the algorithm was started without input channels."""
    vpc_config: VpcConfig | UnsetType = field(name="VpcConfig", default=UNSET)
    """Subnets and security groups through which training containers reach your own network. Absent when no VPC was
    configured.
    """
    resource_config: ResourceConfig | UnsetType = field(name="ResourceConfig", default=UNSET)
    """Instances and storage of each training job. Absent when `HyperParameterTuningResourceConfig` describes them
    instead; the two exclude each other.
    """
    enable_network_isolation: bool | UnsetType = field(name="EnableNetworkIsolation", default=UNSET)
    """When `true`, the training container has no network access, apart from its peers in distributed training.
    SageMaker itself still moves data and artifacts.
    """
    enable_inter_container_traffic_encryption: bool | UnsetType = field(
        name="EnableInterContainerTrafficEncryption", default=UNSET
    )
    """When `true`, traffic between the instances of a distributed training job is encrypted, which can lengthen
    training.
    """
    enable_managed_spot_training: bool | UnsetType = field(name="EnableManagedSpotTraining", default=UNSET)
    """When `true`, training jobs ran on spot capacity: cheaper, but open to interruption. `MaxWaitTimeInSeconds` and
    checkpoints matter only then.
    """
    checkpoint_config: CheckpointConfig | UnsetType = field(name="CheckpointConfig", default=UNSET)
    """Storage of the checkpoints from which interrupted training jobs resume. Absent when checkpoints were not set
    up.
    """
    retry_strategy: RetryStrategy | UnsetType = field(name="RetryStrategy", default=UNSET)
    """How often a training job is tried again after an internal server error. Absent when no retries were requested."""
    hyper_parameter_tuning_resource_config: HyperParameterTuningResourceConfig | UnsetType = field(
        name="HyperParameterTuningResourceConfig", default=UNSET
    )
    """Instances and storage when several instance types are acceptable for the search. Absent when the plain
    `ResourceConfig` is used; only one of the two is present.
    """
    environment: dict[str, str] | UnsetType = field(name="Environment", default=UNSET)
    """Environment variables set in the training container. A tuning job may have 48 of them, counted over all its
    definitions together.
    """


class HyperParameterTuningJobConfig(_Structure, kw_only=True):
    """Settings of the search: how values are chosen, what counts as better, between which bounds, and when to end."""

    strategy: str = field(name="Strategy")
    """Method by which the next hyperparameter values are chosen. It decides which other settings apply, such as
    `StrategyConfig` for `Hyperband`.
    """
    resource_limits: ResourceLimits = field(name="ResourceLimits")
    """Caps on the search as a whole: number of training jobs, how many at once, and total time."""
    strategy_config: HyperParameterTuningJobStrategyConfig | UnsetType = field(name="StrategyConfig", default=UNSET)
    """Extra settings of the strategy, which exist for `Hyperband` only. Absent with the other strategies."""
    hyper_parameter_tuning_job_objective: HyperParameterTuningJobObjective | UnsetType = field(
        name="HyperParameterTuningJobObjective", default=UNSET
    )
    """Metric by which all training jobs are ranked. Absent when each definition in `TrainingJobDefinitions` carries
    its own `TuningObjective`.
    """
    parameter_ranges: ParameterRanges | UnsetType = field(name="ParameterRanges", default=UNSET)
    """Ranges shared by all training jobs. Absent when each definition in `TrainingJobDefinitions` has
    `HyperParameterRanges` of its own.
    """
    training_job_early_stopping_type: str | UnsetType = field(name="TrainingJobEarlyStoppingType", default=UNSET)
    """Whether weak training jobs are cut short. Absence counts as `Off`, which is also required with `Hyperband`,
    since it does its own stopping.
    """
    tuning_job_completion_criteria: TuningJobCompletionCriteria | UnsetType = field(
        name="TuningJobCompletionCriteria", default=UNSET
    )
    """Rules that end the search before its limits are spent. Absent when only `ResourceLimits` apply."""
    random_seed: int | UnsetType = field(name="RandomSeed", default=UNSET)
    """Seed of the random choices made by the search. Reuse it to bring a repeat of the same tuning job closer to this
    one; absent when no seed was set.
    """


class DescribeHyperParameterTuningJobResponse(_Structure, kw_only=True):
    """Full picture of one tuning job: how it was set up, where it stands, how many training jobs it ran, and which of
    them did best.
    """

    hyper_parameter_tuning_job_name: str = field(name="HyperParameterTuningJobName")
    """Name of the tuning job described, equal to the one in the request."""
    hyper_parameter_tuning_job_arn: str = field(name="HyperParameterTuningJobArn")
    """ARN of the tuning job, from which region and account can be read. It ends with the job's name."""
    hyper_parameter_tuning_job_config: HyperParameterTuningJobConfig = field(name="HyperParameterTuningJobConfig")
    """Settings of the search itself: strategy, objective, ranges, limits and completion rules. How each training job
    runs is in the training job definition instead.
    """
    hyper_parameter_tuning_job_status: str = field(name="HyperParameterTuningJobStatus")
    """Where the tuning job stands. `Completed`, `Failed` and `Stopped` are final; `InProgress` and `Stopping` still
    change.
    """
    creation_time: datetime = field(name="CreationTime")
    """Moment the tuning job came into being. No other time of the job itself precedes it."""
    training_job_status_counters: TrainingJobStatusCounters = field(name="TrainingJobStatusCounters")
    """Training jobs launched so far, counted by how they are running or how they ended. Their sum does not exceed
    `MaxNumberOfTrainingJobs` where that is given.
    """
    objective_status_counters: ObjectiveStatusCounters = field(name="ObjectiveStatusCounters")
    """Training jobs counted by whether they delivered a usable objective value. A job can run to its end and still
    count under `Failed` here.
    """
    training_job_definition: HyperParameterTrainingJobDefinition | UnsetType = field(
        name="TrainingJobDefinition", default=UNSET
    )
    """Recipe shared by all training jobs of the search. Absent when the job was created from a list, in which case
    `TrainingJobDefinitions` is filled.
    """
    training_job_definitions: list[HyperParameterTrainingJobDefinition] | UnsetType = field(
        name="TrainingJobDefinitions", default=UNSET
    )
    """Recipes of a search that covers several algorithms or setups, each with its own distinct `DefinitionName`.
    Replaces `TrainingJobDefinition`; only one of the two is present.
    """
    hyper_parameter_tuning_end_time: datetime | UnsetType = field(name="HyperParameterTuningEndTime", default=UNSET)
    """Moment the tuning job reached a final status. Absent while it is `InProgress` or `Stopping`."""
    last_modified_time: datetime | UnsetType = field(name="LastModifiedTime", default=UNSET)
    """Moment of the latest status change of the tuning job, never before `CreationTime`."""
    best_training_job: HyperParameterTrainingJobSummary | UnsetType = field(name="BestTrainingJob", default=UNSET)
    """Leading training job of this search up to now, with its hyperparameters and metric. Absent until a training job
    has delivered an objective value.
    """
    overall_best_training_job: HyperParameterTrainingJobSummary | UnsetType = field(
        name="OverallBestTrainingJob", default=UNSET
    )
    """Leading training job across this search and its parents, so it may belong to a parent. Present only after a
    warm start of type `IdenticalDataAndAlgorithm`.
    """
    warm_start_config: HyperParameterTuningJobWarmStartConfig | UnsetType = field(name="WarmStartConfig", default=UNSET)
    """Earlier tuning jobs whose results this search built upon. Absent when it started from nothing."""
    failure_reason: str | UnsetType = field(name="FailureReason", default=UNSET)
    """Explanation of why the tuning job failed. Present when the status is `Failed`, absent otherwise; causes of
    single training jobs are in their own descriptions.
    """
    tuning_job_completion_details: HyperParameterTuningJobCompletionDetails | UnsetType = field(
        name="TuningJobCompletionDetails", default=UNSET
    )
    """Signs that the search has run its course: how many training jobs brought no gain, and when convergence was
    noticed.
    """
    consumed_resources: HyperParameterTuningJobConsumedResources | UnsetType = field(
        name="ConsumedResources", default=UNSET
    )
    """Resources this tuning job has used up so far, to be held against `ResourceLimits`."""
    autotune: Autotune | UnsetType = field(name="Autotune", default=UNSET)
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
        elif form.kind == "document":  # elsewhere null means absent
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
    for field in msgspec.structs.fields(structure):
        value = getattr(structure, field.name)
        if value is not UNSET:
            yield field.encode_name, value


_Model = TypeVar("_Model", bound=_Structure)


def from_dict(model: type[_Model], data: Mapping[str, Any], representation: Representation | None = None) -> _Model:
    """`data` as the model: what boto3 returned, what the AWS CLI printed or what went over the wire.

    Each value tells its representation by itself unless one is named; wire names, where a service has others, are
    understood in `wire` alone. Raises msgspec.ValidationError, and LoadError for a time or bytes that are none.
    """
    return msgspec.convert(_read_response(model.__name__, data, representation), model)


def to_dict(model: _Structure, representation: Representation = "sdk") -> dict[str, Any]:
    """The members that are there under their API names; the inverse of `from_dict`."""
    return _write_response(type(model).__name__, model, representation)
