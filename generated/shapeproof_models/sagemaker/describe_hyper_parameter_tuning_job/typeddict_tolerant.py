"""Models of sagemaker.describe_hyper_parameter_tuning_job@1.29.145: typeddict, tolerant view.

Written by Shapeproof, and made anew with:

    shapeproof generate models sagemaker.describe_hyper_parameter_tuning_job@1.29.145 --flavour typeddict --view tolerant

    answer: DescribeHyperParameterTuningJobResponse = from_dict(DescribeHyperParameterTuningJobResponse, client.describe_hyper_parameter_tuning_job(…))
    to_dict(DescribeHyperParameterTuningJobResponse, answer, "cli")    # or "sdk", "wire"

These are types for a type checker; at run time nothing is enforced but that times and bytes are some.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Final, Literal, NamedTuple, NotRequired, TypeAlias, TypeVar, TypedDict, cast


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


#


class AutoParameter(TypedDict):
    """One hyperparameter whose search range Autotune works out by itself, starting from a sample value. Meaningful
    only when `Autotune` is switched on for the tuning job.
    """

    Name: str
    """Hyperparameter that Autotune should find a range for, spelled the way the training algorithm expects it."""
    ValueHint: str
    """Sample value, written as a string, that shows Autotune what a sensible setting looks like. A hint, not a bound:
    values that were tried may lie elsewhere.
    """


AutotuneMode: TypeAlias = Literal["Enabled"]
"""Switch of the Autotune feature, with one value only, because off is expressed by leaving `Autotune` out."""


class BestObjectiveNotImproving(TypedDict):
    """Completion rule that ends the search once too many training jobs have brought no real progress on the
    objective. Compare it with the running count in `TuningJobCompletionDetails`.
    """

    MaxNumberOfTrainingJobsNotImproving: NotRequired[int]
    """Number of training jobs without a gain of at least 1% over earlier ones after which the search ends. Progress
    toward it shows in `NumberOfTrainingJobsObjectiveNotImproving`.
    """


class CategoricalParameterRange(TypedDict):
    """One hyperparameter searched over a fixed set of choices, with no order or distance between them. Under the
    `Grid` strategy every range has to be of this kind.
    """

    Name: str
    """Hyperparameter whose choices are listed in `Values`. A name is tuned once only, so it must not recur in another
    range or in `StaticHyperParameters`.
    """
    Values: list[str]
    """Choices the search may pick from, all written as strings, even where they stand for numbers. With `Grid`, the
    lengths of these lists multiply into the number of training jobs.
    """


class CheckpointConfig(TypedDict):
    """Where training jobs save checkpoints, so that a managed spot job can resume after an interruption. Absent when
    no checkpointing was set up.
    """

    S3Uri: str
    """S3 prefix under which the checkpoints are kept, for example `s3://my-bucket/checkpoints`. Look here for the
    intermediate states of interrupted jobs.
    """
    LocalPath: NotRequired[str]
    """Directory inside the container whose files are synced to `S3Uri`. When absent, `/opt/ml/checkpoints/` is used."""


CompleteOnConvergence: TypeAlias = Literal["Disabled", "Enabled"]
"""Whether detected convergence ends a tuning job or is merely noted."""


CompressionType: TypeAlias = Literal["None", "Gzip"]
"""Compression of the objects behind a channel; only data streamed in `Pipe` mode may be compressed."""


class ConvergenceDetected(TypedDict):
    """Completion rule about convergence: what should happen once further training jobs are unlikely to improve the
    objective. Whether that moment came shows in `ConvergenceDetectedTime`.
    """

    CompleteOnConvergence: NotRequired[CompleteOnConvergence | str]
    """Tells whether the search ends at the moment convergence is detected (`Enabled`) or continues regardless
    (`Disabled`).
    """


DescribeHyperParameterTuningJobErrorCode: TypeAlias = Literal["ResourceNotFound"]
"""The error code. Services also send codes that they don't list."""


class DescribeHyperParameterTuningJobErrorDetail(TypedDict):
    """The error."""

    Code: DescribeHyperParameterTuningJobErrorCode | str
    """The error code. Services also send codes that they don't list."""
    Message: NotRequired[str]
    """What went wrong, for people to read. The wording can change."""


class DescribeHyperParameterTuningJobRequest(TypedDict):
    """Input of the call: just a job name, looked up in the account and region of the client."""

    HyperParameterTuningJobName: str
    """Name given to the tuning job when it was created, not its ARN. A name that matches no job leads to
    `ResourceNotFound`.
    """


FileSystemAccessMode: TypeAlias = Literal["rw", "ro"]
"""Rights with which a file system directory is mounted into the training container."""


FileSystemType: TypeAlias = Literal["EFS", "FSxLustre"]
"""File system services a channel can be mounted from."""


HyperParameterScalingType: TypeAlias = Literal["Auto", "Linear", "Logarithmic", "ReverseLogarithmic"]
"""Scales on which numeric hyperparameters are searched; the right one spreads trials evenly over the magnitudes that
matter.
"""


HyperParameterTuningAllocationStrategy: TypeAlias = Literal["Prioritized"]
"""Rule for choosing among the listed instance configurations when a training job needs capacity."""


class HyperParameterTuningJobCompletionDetails(TypedDict):
    """Evidence that a search is done or is stalling, kept whether or not a completion rule was set for it."""

    NumberOfTrainingJobsObjectiveNotImproving: NotRequired[int]
    """Training jobs so far that improved the objective by 1% or less. When it nears
    `MaxNumberOfTrainingJobsNotImproving`, the search is about to end.
    """
    ConvergenceDetectedTime: NotRequired[datetime]
    """Moment SageMaker judged that the search had converged, meaning that gains had dried up. Absent while no
    convergence has been seen.
    """


class HyperParameterTuningJobConsumedResources(TypedDict):
    """Running total of what the tuning job has used. At present it holds elapsed time only."""

    RuntimeInSeconds: NotRequired[int]
    """Elapsed wall clock time of the tuning job in seconds, not the sum over its training jobs. Compare it with
    `MaxRuntimeInSeconds` in `ResourceLimits`.
    """


HyperParameterTuningJobObjectiveType: TypeAlias = Literal["Maximize", "Minimize"]
"""Direction in which an objective metric gets better."""


HyperParameterTuningJobStatus: TypeAlias = Literal["Completed", "InProgress", "Failed", "Stopped", "Stopping"]
"""Stages in the life of a tuning job, three of which are final: `Completed`, `Failed` and `Stopped`."""


HyperParameterTuningJobStrategyType: TypeAlias = Literal["Bayesian", "Random", "Hyperband", "Grid"]
"""Methods by which a search chooses the next hyperparameter values to try."""


HyperParameterTuningJobWarmStartType: TypeAlias = Literal["IdenticalDataAndAlgorithm", "TransferLearning"]
"""Degrees of difference allowed between a tuning job and its parents. Objective metric and total number of
hyperparameters stay the same under both.
"""


class HyperbandStrategyConfig(TypedDict):
    """Bounds on the effort a single training job may spend under `Hyperband`, counted in units of progress such as
    epochs.
    """

    MinResource: NotRequired[int]
    """Effort, usually in epochs, that every training job gets before `Hyperband` may stop it. Not above
    `MaxResource`.
    """
    MaxResource: NotRequired[int]
    """Effort, usually in epochs, at which a training job is stopped, at most 20,000. When absent, it is inferred from
    static hyperparameters such as `epochs` or `num_epochs`.
    """


class IntegerParameterRange(TypedDict):
    """One hyperparameter searched over whole numbers, such as a tree depth or a batch size. Its two ends are kept as
    strings.
    """

    Name: str
    """Whole-number hyperparameter being searched. It has one range only and no entry in `StaticHyperParameters`."""
    MinValue: str
    """Smallest whole number the search may try, in string form, not above `MaxValue`. It must be greater than 0 when
    `ScalingType` is `Logarithmic`.
    """
    MaxValue: str
    """Largest whole number the search may try, in string form, not below `MinValue`."""
    ScalingType: NotRequired[HyperParameterScalingType | str]
    """Scale on which whole numbers are drawn from this range. `ReverseLogarithmic` does not work here; it is kept for
    continuous ranges.
    """


class MetricDefinition(TypedDict):
    """One metric and the pattern that finds it in the logs of a training job, both standard output and standard
    error.
    """

    Name: str
    """Name under which the extracted numbers are reported, and by which an objective refers to them."""
    Regex: str
    """Regular expression run over the log lines; its capture group yields the number. When it never matches the
    objective metric, jobs end with objective status `Failed`.
    """


ObjectiveStatus: TypeAlias = Literal["Succeeded", "Pending", "Failed"]
"""Whether the final metric of a training job reached the search, independent of how the training job itself ended."""


class ObjectiveStatusCounters(TypedDict):
    """Training jobs counted by the fate of their objective metric. Together they are never more than the sum of
    `TrainingJobStatusCounters`.
    """

    Succeeded: NotRequired[int]
    """Training jobs whose final metric was obtained and entered into the search. Only these can become
    `BestTrainingJob`.
    """
    Pending: NotRequired[int]
    """Training jobs still under way, whose final metric is yet to be judged."""
    Failed: NotRequired[int]
    """Training jobs that gave the search no metric, mostly because they failed or never logged it. A high count hints
    at a wrong `Regex` or metric name.
    """


class OutputDataConfig(TypedDict):
    """Where training jobs leave their model artifacts in S3, and how these are encrypted at rest."""

    KmsKeyId: NotRequired[str]
    """Key in AWS KMS, as an ID, an alias or the ARN of either, that encrypts the artifacts. When absent, the default
    S3 key of the role's account is used.
    """
    S3OutputPath: str
    """S3 prefix below which each training job stores its artifacts, for example `s3://my-bucket/models`."""


class ParentHyperParameterTuningJob(TypedDict):
    """Reference to an earlier tuning job, completed or stopped, that served as a starting point."""

    HyperParameterTuningJobName: NotRequired[str]
    """Name of the earlier tuning job. Describe it by this name to see the results that were carried over."""


RecordWrapper: TypeAlias = Literal["None", "RecordIO"]
"""Whether raw objects are packed into RecordIO records before the algorithm receives them."""


class ResourceLimits(TypedDict):
    """Caps on one tuning job, to be read against the counters and `ConsumedResources` to see how much is left."""

    MaxNumberOfTrainingJobs: NotRequired[int]
    """Most training jobs the search may launch in total. It can be absent, for example with `Grid`, where the
    combinations fix the number.
    """
    MaxParallelTrainingJobs: int
    """Most training jobs that may run at the same time. A high value shortens a `Bayesian` search but leaves it fewer
    results to learn from.
    """
    MaxRuntimeInSeconds: NotRequired[int]
    """Longest time in seconds the whole search may take. Absent when no such cap was set; the limit of each training
    job is in `StoppingCondition`.
    """


class RetryStrategy(TypedDict):
    """Policy for repeating a training job that failed through an internal server error. Errors in the training code
    are not repeated.
    """

    MaximumRetryAttempts: int
    """How many times a training job may be tried again. All attempts share the time limits in `StoppingCondition`."""


S3DataDistribution: TypeAlias = Literal["FullyReplicated", "ShardedByS3Key"]
"""How the objects of an S3 source are shared among the instances of a training job."""


S3DataType: TypeAlias = Literal["ManifestFile", "S3Prefix", "AugmentedManifestFile"]
"""Ways in which an S3 location can stand for the objects of a channel."""


class ShuffleConfig(TypedDict):
    """Random ordering of a channel's data: of the matched keys, of manifest entries, or of augmented manifest lines."""

    Seed: int
    """Starting value of the shuffle. The same seed yields the same order again."""


class StoppingCondition(TypedDict):
    """Time limits of each training job, which cap its cost. With a `RetryStrategy` they cover all attempts together."""

    MaxRuntimeInSeconds: NotRequired[int]
    """Longest training time in seconds before SageMaker ends the training job. It defaults to 1 day (86,400) and may
    reach 28 days (2,419,200).
    """
    MaxWaitTimeInSeconds: NotRequired[int]
    """Longest total in seconds of waiting for spot capacity plus training. Present only with managed spot training,
    and never less than `MaxRuntimeInSeconds`.
    """


TrainingInputMode: TypeAlias = Literal["Pipe", "File", "FastFile"]
"""Ways in which training data gets from its source into the container."""


TrainingInstanceType: TypeAlias = Literal["ml.m4.xlarge", "ml.m4.2xlarge", "ml.m4.4xlarge", "ml.m4.10xlarge", "ml.m4.16xlarge", "ml.g4dn.xlarge", "ml.g4dn.2xlarge", "ml.g4dn.4xlarge", "ml.g4dn.8xlarge", "ml.g4dn.12xlarge", "ml.g4dn.16xlarge", "ml.m5.large", "ml.m5.xlarge", "ml.m5.2xlarge", "ml.m5.4xlarge", "ml.m5.12xlarge", "ml.m5.24xlarge", "ml.c4.xlarge", "ml.c4.2xlarge", "ml.c4.4xlarge", "ml.c4.8xlarge", "ml.p2.xlarge", "ml.p2.8xlarge", "ml.p2.16xlarge", "ml.p3.2xlarge", "ml.p3.8xlarge", "ml.p3.16xlarge", "ml.p3dn.24xlarge", "ml.p4d.24xlarge", "ml.c5.xlarge", "ml.c5.2xlarge", "ml.c5.4xlarge", "ml.c5.9xlarge", "ml.c5.18xlarge", "ml.c5n.xlarge", "ml.c5n.2xlarge", "ml.c5n.4xlarge", "ml.c5n.9xlarge", "ml.c5n.18xlarge", "ml.g5.xlarge", "ml.g5.2xlarge", "ml.g5.4xlarge", "ml.g5.8xlarge", "ml.g5.16xlarge", "ml.g5.12xlarge", "ml.g5.24xlarge", "ml.g5.48xlarge", "ml.trn1.2xlarge", "ml.trn1.32xlarge"]
"""Machine types on which training jobs can run. The letters tell the family (`m` general, `c` compute, `g` and `p`
GPU, `trn` Trainium), the ending the size.
"""


TrainingJobEarlyStoppingType: TypeAlias = Literal["Off", "Auto"]
"""Whether a search cuts training jobs short that are not promising."""


TrainingJobStatus: TypeAlias = Literal["InProgress", "Completed", "Failed", "Stopping", "Stopped"]
"""Stages in the life of a single training job, which say nothing yet about the quality of its metric."""


class TrainingJobStatusCounters(TypedDict):
    """Training jobs launched by the search, counted by how they are doing. Add the members up to see how many were
    launched so far.
    """

    Completed: NotRequired[int]
    """Training jobs that ran to their end. Whether their metric was usable is told by `ObjectiveStatusCounters`."""
    InProgress: NotRequired[int]
    """Training jobs running now, no more than `MaxParallelTrainingJobs` allows."""
    RetryableError: NotRequired[int]
    """Training jobs that failed through an internal service error, so that another attempt makes sense."""
    NonRetryableError: NotRequired[int]
    """Training jobs that failed through a client error, such as bad data or code, where another attempt would not
    help.
    """
    Stopped: NotRequired[int]
    """Training jobs that were stopped by hand before they were through."""


class TuningJobCompletionCriteria(TypedDict):
    """Rules that may end a search ahead of `ResourceLimits`; the first one met decides."""

    TargetObjectiveMetricValue: NotRequired[float]
    """Objective value at which the search is good enough and ends. Absent when no target was set."""
    BestObjectiveNotImproving: NotRequired[BestObjectiveNotImproving]
    """Ends the search after a number of training jobs without real gain. Absent when that rule was not set."""
    ConvergenceDetected: NotRequired[ConvergenceDetected]
    """Ends the search once SageMaker detects convergence, if so chosen. Absent when that rule was not set."""


class VpcConfig(TypedDict):
    """Your own network that the training containers are attached to, given by subnets and security groups."""

    SecurityGroupIds: list[str]
    """Security groups, such as `sg-0123abcd`, that filter the traffic of the training containers. They belong to the
    same VPC as `Subnets`.
    """
    Subnets: list[str]
    """Subnets the training containers are placed in. The zones they lie in must offer the chosen instance type."""


class Autotune(TypedDict):
    """Tells that tuning settings such as the ranges and limits may have been picked by SageMaker and not by the
    person who created the job. Absent when Autotune was not asked for.
    """

    Mode: AutotuneMode | str
    """Says that Autotune is on. There is no value for off: in that case the whole `Autotune` object is absent."""


class ContinuousParameterRange(TypedDict):
    """One hyperparameter searched over an interval of floating-point numbers, such as a learning rate. Its two ends
    are kept as strings.
    """

    Name: str
    """Floating-point hyperparameter being searched. It has one range only and no entry in `StaticHyperParameters`."""
    MinValue: str
    """Lower end of the interval, a number in string form, not above `MaxValue`. It must be greater than 0 for
    `Logarithmic` and at least 0 for `ReverseLogarithmic`.
    """
    MaxValue: str
    """Upper end of the interval, a number in string form, not below `MinValue`. It must stay under 1 when
    `ScalingType` is `ReverseLogarithmic`.
    """
    ScalingType: NotRequired[HyperParameterScalingType | str]
    """Scale on which values are drawn from this interval. All four scales are open to it, including
    `ReverseLogarithmic`, which integer ranges cannot use.
    """


class DescribeHyperParameterTuningJobError(TypedDict):
    """The content of `ClientError.response` in boto3 when the service rejects the call."""

    Error: DescribeHyperParameterTuningJobErrorDetail
    Message: NotRequired[str]
    """Sent with `ResourceNotFound`."""


class FileSystemDataSource(TypedDict):
    """Directory on Amazon EFS or FSx for Lustre that is mounted as a channel, so no copy from S3 is needed. Such jobs
    connect through a VPC, so expect a `VpcConfig` beside it.
    """

    FileSystemId: str
    """Identifier of the file system, beginning with `fs-`. Whether it belongs to EFS or FSx is told by
    `FileSystemType`.
    """
    FileSystemAccessMode: FileSystemAccessMode | str
    """Whether the mounted directory can be changed by the training job (`rw`) or only read (`ro`)."""
    FileSystemType: FileSystemType | str
    """Service that hosts the file system, which decides how `FileSystemId` and `DirectoryPath` are understood."""
    DirectoryPath: str
    """Absolute path, within the file system, of the directory that becomes the channel."""


class FinalHyperParameterTuningJobObjectiveMetric(TypedDict):
    """Objective value a training job ended up with, and what it was measured on. Training jobs are ranked by it."""

    Type: NotRequired[HyperParameterTuningJobObjectiveType | str]
    """Direction of the objective: whether a higher or a lower `Value` wins. It agrees with the objective of the
    tuning job or of the definition used.
    """
    MetricName: str
    """Metric that `Value` was measured on, the same one as in the objective of the tuning job or of the definition
    used.
    """
    Value: float
    """Final reading of the objective metric for this training job. Its unit is that of the metric; `Type` tells which
    direction is better.
    """


class HyperParameterAlgorithmSpecification(TypedDict):
    """Algorithm the training jobs run, and the metrics read from its logs. It is given as a container image or as an
    algorithm resource, exactly one of them.
    """

    TrainingImage: NotRequired[str]
    """Registry path of the container image, with a tag or a digest after the repository. Absent when `AlgorithmName`
    is set.
    """
    TrainingInputMode: TrainingInputMode | str
    """Way training data reaches the container, unless a channel overrides it with its own `InputMode`."""
    AlgorithmName: NotRequired[str]
    """Name or ARN of the SageMaker algorithm resource that the training jobs run. Absent when `TrainingImage` is set.
    """
    MetricDefinitions: NotRequired[list[MetricDefinition]]
    """Metrics extracted from the training logs, the objective metric among them. Built-in algorithms bring their own
    list, which shows up here.
    """


class HyperParameterTrainingJobSummary(TypedDict):
    """Short account of one training job launched by a search: when it ran, which values it tried, and the objective
    value it reached.
    """

    TrainingJobDefinitionName: NotRequired[str]
    """Definition this training job was built from, equal to the `DefinitionName` of one of the definitions. Absent
    when the definition has no name.
    """
    TrainingJobName: str
    """Generated name of the training job. Pass it to `describe_training_job` for the full details, including its
    artifacts.
    """
    TrainingJobArn: str
    """ARN of the training job, ending with `TrainingJobName`."""
    TuningJobName: NotRequired[str]
    """Search to which this training job belongs. Under `OverallBestTrainingJob` it can name a parent; elsewhere it is
    the job described.
    """
    CreationTime: datetime
    """Moment the training job was requested, before instances were at hand. The gap to `TrainingStartTime` is waiting
    and setup.
    """
    TrainingStartTime: NotRequired[datetime]
    """Moment training began on the instances, from which billing counts. Absent when it never got that far."""
    TrainingEndTime: NotRequired[datetime]
    """Moment the instances were done, and the end of billing: after the artifact upload, or when a failure was
    noticed. Absent while the training job still runs.
    """
    TrainingJobStatus: TrainingJobStatus | str
    """State of this training job itself. Whether its metric could be used is a separate matter, told by
    `ObjectiveStatus`.
    """
    TunedHyperParameters: dict[str, str]
    """Values this training job tried, one per tuned hyperparameter, as strings. Together with `StaticHyperParameters`
    they reproduce the run.
    """
    FailureReason: NotRequired[str]
    """Cause of this training job's failure. Absent unless `TrainingJobStatus` is `Failed`."""
    FinalHyperParameterTuningJobObjectiveMetric: NotRequired[FinalHyperParameterTuningJobObjectiveMetric]
    """Objective value with which this training job is ranked. Absent as long as none could be evaluated."""
    ObjectiveStatus: NotRequired[ObjectiveStatus | str]
    """Tells whether the search has the final metric of this training job, still waits for it, or has to do without
    it.
    """


class HyperParameterTuningInstanceConfig(TypedDict):
    """One acceptable set of instances and storage for training jobs. Several of them in a list let a search fall back
    when capacity is short.
    """

    InstanceType: TrainingInstanceType | str
    """Machine type of this configuration. AWS names CPU types for it: `ml.c5.xlarge`, `ml.c5.2xlarge`, and
    `ml.m5.xlarge` up to `ml.m5.4xlarge`.
    """
    InstanceCount: int
    """How many instances of `InstanceType` one training job gets from this configuration. More than 1 means
    distributed training.
    """
    VolumeSizeInGB: int
    """Storage for the data of each training job under this configuration, in GB."""


class HyperParameterTuningJobObjective(TypedDict):
    """Goal of the search: one metric and the direction in which it should move."""

    Type: HyperParameterTuningJobObjectiveType | str
    """Direction of the goal: `Maximize` for metrics such as accuracy, `Minimize` for losses and errors."""
    MetricName: str
    """Metric that decides which training job is better. Custom algorithms declare it in `MetricDefinitions`; built-in
    ones come with a fixed list.
    """


class HyperParameterTuningJobStrategyConfig(TypedDict):
    """Holder of settings that belong to one particular strategy; today that is `Hyperband` alone."""

    HyperbandStrategyConfig: NotRequired[HyperbandStrategyConfig]
    """Lower and upper bound of the effort one training job may spend. Present only when `Strategy` is `Hyperband`."""


class HyperParameterTuningJobWarmStartConfig(TypedDict):
    """Earlier tuning jobs from which this search took over knowledge, and how closely it has to resemble them."""

    ParentHyperParameterTuningJobs: list[ParentHyperParameterTuningJob]
    """Tuning jobs whose results informed this one, each listed once and none of them the job itself. Jobs from before
    October 2018 cannot serve.
    """
    WarmStartType: HyperParameterTuningJobWarmStartType | str
    """How much may differ from the parents. Only with `IdenticalDataAndAlgorithm` does the response report an
    `OverallBestTrainingJob`.
    """


class HyperParameterTuningResourceConfig(TypedDict):
    """Compute and storage for a search that can use several instance types. It stands in place of `ResourceConfig`,
    never next to it.
    """

    InstanceType: NotRequired[TrainingInstanceType | str]
    """Machine type of every training job when a single one is used. Absent when `InstanceConfigs` lists the
    alternatives.
    """
    InstanceCount: NotRequired[int]
    """Instances per training job when a single type is used; above 1 means distributed training. Absent when
    `InstanceConfigs` is set.
    """
    VolumeSizeInGB: NotRequired[int]
    """Storage per instance in GB, for artifacts, intermediate state and scratch files. Absent when `InstanceConfigs`
    is set; limited by the disk of types with local storage.
    """
    VolumeKmsKeyId: NotRequired[str]
    """Key ID or key ARN in AWS KMS that encrypts the storage volumes. Absent with types that have local storage
    (`p4d`, `g4dn`, `g5`), whose hardware does the encryption.
    """
    AllocationStrategy: NotRequired[HyperParameterTuningAllocationStrategy | str]
    """How one of the `InstanceConfigs` is picked for a training job. Without that list it has nothing to order."""
    InstanceConfigs: NotRequired[list[HyperParameterTuningInstanceConfig]]
    """Acceptable instance setups in order of preference. When it is set, `InstanceType`, `InstanceCount` and
    `VolumeSizeInGB` beside it are absent.
    """


class InstanceGroup(TypedDict):
    """One homogeneous part of a mixed cluster, so that for instance data loading and training can run on different
    machine types.
    """

    InstanceType: TrainingInstanceType | str
    """Machine type shared by all instances in this group."""
    InstanceCount: int
    """How many instances this group adds to the cluster of each training job."""
    InstanceGroupName: str
    """Label by which a data source addresses this group in its `InstanceGroupNames`."""


class ParameterRanges(TypedDict):
    """Search space of the tuning job, split by kind of hyperparameter. Integer, continuous and categorical ranges
    together may number 30 at most.
    """

    IntegerParameterRanges: NotRequired[list[IntegerParameterRange]]
    """Hyperparameters that take whole numbers. May be absent or empty when none do, as it must be with `Grid`."""
    ContinuousParameterRanges: NotRequired[list[ContinuousParameterRange]]
    """Hyperparameters that take floating-point numbers. May be absent or empty when none do, as it must be with
    `Grid`.
    """
    CategoricalParameterRanges: NotRequired[list[CategoricalParameterRange]]
    """Hyperparameters that take one of several listed choices. May be absent or empty, except with `Grid`, which
    needs them.
    """
    AutoParameters: NotRequired[list[AutoParameter]]
    """Hyperparameters left to Autotune, each with a sample value from which it derives a range. Absent when Autotune
    is not used.
    """


class ResourceConfig(TypedDict):
    """Compute and storage of each training job. For several acceptable instance types there is
    `HyperParameterTuningResourceConfig`, which excludes it.
    """

    InstanceType: NotRequired[TrainingInstanceType | str]
    """Machine type of every training job. Absent when `InstanceGroups` describes a mixed cluster."""
    InstanceCount: NotRequired[int]
    """Instances per training job; above 1 means distributed training. Absent when `InstanceGroups` is set."""
    VolumeSizeInGB: int
    """EBS storage per instance in GB, for artifacts, state and scratch, and for the data in `File` mode. Types with
    NVMe disks (`p4d`, `g4dn`, `g5`) offer their fixed capacity instead.
    """
    VolumeKmsKeyId: NotRequired[str]
    """Key ID or key ARN in AWS KMS for the attached storage volumes. Not possible with types that have local storage
    (`p4d`, `g4dn`, `g5`), where hardware encrypts the disks.
    """
    InstanceGroups: NotRequired[list[InstanceGroup]]
    """Parts of a cluster made of different machine types. When it is set, `InstanceType` and `InstanceCount` beside
    it are absent.
    """
    KeepAlivePeriodInSeconds: NotRequired[int]
    """Seconds that instances stay warm after a training job, ready for a following one. Absent when no warm pool was
    asked for.
    """


class S3DataSource(TypedDict):
    """Objects in Amazon S3 that make up a channel, named by a prefix or by a manifest. They lie in the region of the
    training job.
    """

    S3DataType: S3DataType | str
    """How `S3Uri` is to be understood: as a key prefix, a manifest, or an augmented manifest. The last one is limited
    to `Pipe` mode.
    """
    S3Uri: str
    """Location of the data: a prefix covering all matching objects, or the key of a manifest file. Which of them it
    is depends on `S3DataType`.
    """
    S3DataDistributionType: NotRequired[S3DataDistribution | str]
    """Whether each instance sees all objects or only a share. With `ShardedByS3Key`, instances beyond the number of
    objects stay idle yet are billed.
    """
    AttributeNames: NotRequired[list[str]]
    """Attributes taken from each line of an augmented manifest. Absent with other values of `S3DataType`."""
    InstanceGroupNames: NotRequired[list[str]]
    """Groups of a mixed cluster that receive these objects, named as in `InstanceGroups`. Absent when the cluster has
    no groups.
    """


class DataSource(TypedDict):
    """Origin of a channel's data. Exactly one of its two members is expected to be set."""

    S3DataSource: NotRequired[S3DataSource]
    """Objects in Amazon S3 that feed the channel. Absent when the channel reads from a file system."""
    FileSystemDataSource: NotRequired[FileSystemDataSource]
    """Mounted EFS or FSx for Lustre directory that feeds the channel. Absent when the channel reads from S3."""


class HyperParameterTuningJobConfig(TypedDict):
    """Settings of the search: how values are chosen, what counts as better, between which bounds, and when to end."""

    Strategy: HyperParameterTuningJobStrategyType | str
    """Method by which the next hyperparameter values are chosen. It decides which other settings apply, such as
    `StrategyConfig` for `Hyperband`.
    """
    StrategyConfig: NotRequired[HyperParameterTuningJobStrategyConfig]
    """Extra settings of the strategy, which exist for `Hyperband` only. Absent with the other strategies."""
    HyperParameterTuningJobObjective: NotRequired[HyperParameterTuningJobObjective]
    """Metric by which all training jobs are ranked. Absent when each definition in `TrainingJobDefinitions` carries
    its own `TuningObjective`.
    """
    ResourceLimits: ResourceLimits
    """Caps on the search as a whole: number of training jobs, how many at once, and total time."""
    ParameterRanges: NotRequired[ParameterRanges]
    """Ranges shared by all training jobs. Absent when each definition in `TrainingJobDefinitions` has
    `HyperParameterRanges` of its own.
    """
    TrainingJobEarlyStoppingType: NotRequired[TrainingJobEarlyStoppingType | str]
    """Whether weak training jobs are cut short. Absence counts as `Off`, which is also required with `Hyperband`,
    since it does its own stopping.
    """
    TuningJobCompletionCriteria: NotRequired[TuningJobCompletionCriteria]
    """Rules that end the search before its limits are spent. Absent when only `ResourceLimits` apply."""
    RandomSeed: NotRequired[int]
    """Seed of the random choices made by the search. Reuse it to bring a repeat of the same tuning job closer to this
    one; absent when no seed was set.
    """


class Channel(TypedDict):
    """One named input of a training job, such as `train` or `validation`: where its data lies, how it is encoded, and
    how it reaches the container.
    """

    ChannelName: str
    """Label the training code uses to find this input. No other channel of the same definition has the same label."""
    DataSource: DataSource
    """Place the data of this channel is read from: either Amazon S3 or a mounted file system, never both."""
    ContentType: NotRequired[str]
    """MIME type passed on to the algorithm, for instance `text/csv`, so that it can choose a parser. Absent when none
    was given.
    """
    CompressionType: NotRequired[CompressionType | str]
    """Compression of the stored objects. Absence counts as `None`; `Gzip` is valid only while the channel streams in
    `Pipe` mode.
    """
    RecordWrapperType: NotRequired[RecordWrapper | str]
    """Tells whether each S3 object gets wrapped as a RecordIO record on its way to the algorithm. Absent or `None`
    when the data goes in as it is, as it must in `File` mode.
    """
    InputMode: NotRequired[TrainingInputMode | str]
    """Way the data of this one channel is delivered, overriding the general mode. When absent, the
    `TrainingInputMode` of the algorithm applies.
    """
    ShuffleConfig: NotRequired[ShuffleConfig]
    """Shuffling of this channel's keys or manifest lines, repeated at the beginning of each epoch in `Pipe` mode.
    Absent when no shuffling was requested.
    """


class HyperParameterTrainingJobDefinition(TypedDict):
    """Recipe for training jobs of the search: algorithm, data, compute, limits, and the hyperparameters held fixed.
    The tuned values are added to it for every job.
    """

    DefinitionName: NotRequired[str]
    """Name that tells definitions in a list apart; training jobs refer to it as `TrainingJobDefinitionName`. May be
    absent when there is a single definition.
    """
    TuningObjective: NotRequired[HyperParameterTuningJobObjective]
    """Objective for the training jobs of this definition, used when definitions come as a list. Absent when
    `HyperParameterTuningJobConfig` holds the objective.
    """
    HyperParameterRanges: NotRequired[ParameterRanges]
    """Ranges searched for this definition, used when definitions come as a list. Absent when the ranges are in
    `HyperParameterTuningJobConfig`.
    """
    StaticHyperParameters: NotRequired[dict[str, str]]
    """Hyperparameters that stay the same in every training job, all as strings. SageMaker adds
    `_tuning_objective_metric`, and none of the names may also have a range.
    """
    AlgorithmSpecification: HyperParameterAlgorithmSpecification
    """What is trained: the container image or algorithm resource, its general input mode, and the metrics it logs."""
    RoleArn: str
    """IAM role that training jobs act under, for instance when they read the input and write the artifacts. Check its
    permissions first when all jobs fail on access.
    """
    InputDataConfig: NotRequired[list[Channel]]
    """Data channels fed to each training job. Absent when the algorithm was started without input channels."""
    VpcConfig: NotRequired[VpcConfig]
    """Subnets and security groups through which training containers reach your own network. Absent when no VPC was
    configured.
    """
    OutputDataConfig: OutputDataConfig
    """S3 destination of the model artifacts, and the key they are encrypted with."""
    ResourceConfig: NotRequired[ResourceConfig]
    """Instances and storage of each training job. Absent when `HyperParameterTuningResourceConfig` describes them
    instead; the two exclude each other.
    """
    StoppingCondition: StoppingCondition
    """Time limits of each single training job. The limit for the whole search is in `ResourceLimits`."""
    EnableNetworkIsolation: NotRequired[bool]
    """When `true`, the training container has no network access, apart from its peers in distributed training.
    SageMaker itself still moves data and artifacts.
    """
    EnableInterContainerTrafficEncryption: NotRequired[bool]
    """When `true`, traffic between the instances of a distributed training job is encrypted, which can lengthen
    training.
    """
    EnableManagedSpotTraining: NotRequired[bool]
    """When `true`, training jobs ran on spot capacity: cheaper, but open to interruption. `MaxWaitTimeInSeconds` and
    checkpoints matter only then.
    """
    CheckpointConfig: NotRequired[CheckpointConfig]
    """Storage of the checkpoints from which interrupted training jobs resume. Absent when checkpoints were not set
    up.
    """
    RetryStrategy: NotRequired[RetryStrategy]
    """How often a training job is tried again after an internal server error. Absent when no retries were requested."""
    HyperParameterTuningResourceConfig: NotRequired[HyperParameterTuningResourceConfig]
    """Instances and storage when several instance types are acceptable for the search. Absent when the plain
    `ResourceConfig` is used; only one of the two is present.
    """
    Environment: NotRequired[dict[str, str]]
    """Environment variables set in the training container. A tuning job may have 48 of them, counted over all its
    definitions together.
    """


class DescribeHyperParameterTuningJobResponse(TypedDict):
    """Full picture of one tuning job: how it was set up, where it stands, how many training jobs it ran, and which of
    them did best.
    """

    HyperParameterTuningJobName: str
    """Name of the tuning job described, equal to the one in the request."""
    HyperParameterTuningJobArn: str
    """ARN of the tuning job, from which region and account can be read. It ends with the job's name."""
    HyperParameterTuningJobConfig: HyperParameterTuningJobConfig
    """Settings of the search itself: strategy, objective, ranges, limits and completion rules. How each training job
    runs is in the training job definition instead.
    """
    TrainingJobDefinition: NotRequired[HyperParameterTrainingJobDefinition]
    """Recipe shared by all training jobs of the search. Absent when the job was created from a list, in which case
    `TrainingJobDefinitions` is filled.
    """
    TrainingJobDefinitions: NotRequired[list[HyperParameterTrainingJobDefinition]]
    """Recipes of a search that covers several algorithms or setups, each with its own distinct `DefinitionName`.
    Replaces `TrainingJobDefinition`; only one of the two is present.
    """
    HyperParameterTuningJobStatus: HyperParameterTuningJobStatus | str
    """Where the tuning job stands. `Completed`, `Failed` and `Stopped` are final; `InProgress` and `Stopping` still
    change.
    """
    CreationTime: datetime
    """Moment the tuning job came into being. No other time of the job itself precedes it."""
    HyperParameterTuningEndTime: NotRequired[datetime]
    """Moment the tuning job reached a final status. Absent while it is `InProgress` or `Stopping`."""
    LastModifiedTime: NotRequired[datetime]
    """Moment of the latest status change of the tuning job, never before `CreationTime`."""
    TrainingJobStatusCounters: TrainingJobStatusCounters
    """Training jobs launched so far, counted by how they are running or how they ended. Their sum does not exceed
    `MaxNumberOfTrainingJobs` where that is given.
    """
    ObjectiveStatusCounters: ObjectiveStatusCounters
    """Training jobs counted by whether they delivered a usable objective value. A job can run to its end and still
    count under `Failed` here.
    """
    BestTrainingJob: NotRequired[HyperParameterTrainingJobSummary]
    """Leading training job of this search up to now, with its hyperparameters and metric. Absent until a training job
    has delivered an objective value.
    """
    OverallBestTrainingJob: NotRequired[HyperParameterTrainingJobSummary]
    """Leading training job across this search and its parents, so it may belong to a parent. Present only after a
    warm start of type `IdenticalDataAndAlgorithm`.
    """
    WarmStartConfig: NotRequired[HyperParameterTuningJobWarmStartConfig]
    """Earlier tuning jobs whose results this search built upon. Absent when it started from nothing."""
    FailureReason: NotRequired[str]
    """Explanation of why the tuning job failed. Present when the status is `Failed`, absent otherwise; causes of
    single training jobs are in their own descriptions.
    """
    TuningJobCompletionDetails: NotRequired[HyperParameterTuningJobCompletionDetails]
    """Signs that the search has run its course: how many training jobs brought no gain, and when convergence was
    noticed.
    """
    ConsumedResources: NotRequired[HyperParameterTuningJobConsumedResources]
    """Resources this tuning job has used up so far, to be held against `ResourceLimits`."""
    Autotune: NotRequired[Autotune]
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


def _members(structure: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    return structure.items()


_Response = TypeVar("_Response")


def from_dict(
    model: type[_Response], data: Mapping[str, Any], representation: Representation | None = None
) -> _Response:
    """`data` as boto3 hands it over, typed: what the AWS CLI printed or what went over the wire is converted.

    The type is for the type checker; nothing is checked but that times and bytes are some. Each value tells its
    representation by itself unless one is named; wire names, where a service has others, are understood in `wire`
    alone. Raises LoadError for a time or bytes that are none.
    """
    return cast("_Response", _read_response(model.__name__, data, representation))


def to_dict(model: type[_Response], data: _Response, representation: Representation = "sdk") -> dict[str, Any]:
    """`data`, which is of the type `model`, in another representation; the inverse of `from_dict`."""
    return _write_response(model.__name__, data, representation)
