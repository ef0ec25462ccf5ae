"""Names of members that say nothing about where a response is from: `Status`, `CreationTime`, `NextToken`.

Three or more of botocore's services use each of them at the top level of a response. A service of another vendor, or a
program's own file, may as well.
"""

from __future__ import annotations

from typing import Final

__all__ = ["COMMON_MEMBERS", "is_distinctive"]


def is_distinctive(name: str) -> bool:
    """Whether a member of that name tells something about the service that sent it."""
    return name not in COMMON_MEMBERS


COMMON_MEMBERS: Final = frozenset(
    """
ARN AccessPointArn AccessPoints Account AccountAttributes AccountId AccountIds AccountSettings Accounts Action
ActionId ActionType Actions AdditionalEncryptionContext Address Addresses AdminAccounts Alias Aliases Annotations
Application ApplicationArn ApplicationId ApplicationSummaries Applications Arn Assets Association AssociationId
Associations AttachmentId Attachments Attributes AuthToken AuthType Authentication Authorization AuthorizedUrl
AutoEnable AvailabilityZone AvailabilityZoneId AvailabilityZones Blocks Body CacheControl Capabilities Catalog
Categories Certificate Certificates ChangeSetId Channel ChannelArn ChannelName Channels ClientToken Cluster
ClusterArn ClusterId Clusters Comment CompletedAt CompletionDate CompletionTime Configuration ConfigurationSetName
ConfigurationSets Configurations Connection ConnectionArn ConnectionId ConnectionStatus ConnectionType Connections
Connector ConnectorArn ConnectorId Connectors Contacts Content ContentLength ContentType Count CreateTime Created
CreatedAt CreatedBy CreatedDate CreatedTime CreatedTimestamp CreationDate CreationTime CreationTimestamp Credentials
CurrencyCode DBCluster DBClusterParameterGroup DBClusterParameterGroupName DBClusterParameterGroups
DBClusterSnapshot DBClusterSnapshotAttributesResult DBClusterSnapshots DBClusters DBEngineVersions DBInstance
DBInstances DBSubnetGroup DBSubnetGroups DashboardArn Data DataSetId DataSource DataSourceId DataSources Database
DatabaseList Databases DatasetArn DatasetName Datasets Definition Deleted DeletionDate DeletionStatus
DeliveryOptions DeploymentStatus Description DesiredState Destination Destinations Details Device DeviceId
DirectoryId DisplayName DkimAttributes Domain DomainName DomainNames DomainStatus DomainStatusList Domains DryRun
Duration ETag EmailAddress Enabled Encrypted EncryptionConfiguration EncryptionKeyArn EndDate EndTime EndedAt
Endpoint EndpointArn EndpointId EndpointName EndpointType Endpoints EngineDefaults EngineVersion EngineVersions
Entities Entitlements EntityType Entries Environment EnvironmentId Error ErrorCode ErrorDetails ErrorMessage Errors
EventCategoriesMapList EventDestinations EventSourceArn EventSources EventStream EventSubscription
EventSubscriptionsList EventType Events ExecutionId ExecutionRoleArn ExecutionStatus Expiration ExpirationDate
ExpirationTime ExpiresAt Exports Expression Failed FailureCode FailureMessage FailureReason Failures Features Fields
Filters Findings Format Gateways GlobalCluster GlobalClusters Grants Group GroupId GroupName Groups Health Hosts
IPSet IPSets IamRoleArn Id Identifier Identities Images IngestionStatus Input InputDataConfig Insights InstanceArn
InstanceId InstanceTypes Instances IntegrationArn IntegrationName Integrations Invitations IpAddressType IsTruncated
ItemCount Items Job JobArn JobId JobName JobStatus JobType Jobs KMSKeyId Key KeyName Keys KmsKeyArn KmsKeyId
KmsKeyIdentifier Label Labels LastModified LastModifiedAt LastModifiedBy LastModifiedDate LastModifiedTime
LastModifiedTimestamp LastUpdateStatus LastUpdatedAt LastUpdatedTime LastUpdatedTimestamp LatestRevision
LatestVersion Location Locations LogConfiguration LoggingConfiguration LoggingConfigurations ManagedBy Marker
MaxResults Members Message MessageId Messages Metadata Metrics ModelArn ModelName ModelVersion Models ModifiedAt
MonitorArn Monitors Name Namespace NetworkConfiguration NetworkInterfaceId NextMarker NextToken NodeId Nodes
Operation OperationId Operations OrderableDBInstanceOptions Output OutputConfig OutputLocation Outputs
OwnerAccountId OwnerId PaginationToken ParameterGroups Parameters Partitions Path Payload PendingMaintenanceActions
Permissions PhoneNumber PhoneNumbers Policies Policy PolicyDocument PolicyName PolicyNames PolicyRevisionId
PolicyStatus PopulationSize Position PricingBucket Principals Priority ProductId Profile ProfileId Profiles
Properties Protocol QueryId QueryString Queues Recommendations Records RegexPatternSet RegexPatternSets Region
Regions ReplicationConfiguration ReportId ReputationOptions RequestId Reservations ResourceArn ResourceArns
ResourceId ResourceName ResourcePendingMaintenanceActions ResourcePolicies ResourcePolicy ResourceTags ResourceType
ResourceTypes Resources Result ResultItems Results Revision RevisionId Revisions Role RoleArn Roles Routes Rule
RuleArn RuleGroup RuleGroups RuleSets Rules RunId S3Bucket S3BucketName S3Prefix SampledRequests ScalingPolicies
Schedule ScheduleConfiguration ScheduleExpression ScheduledActions Schema SchemaArn Schemas Scope Scopes SecretArn
SecurityGroupIds SecurityGroups Segments SequenceNumber SerialNumber Service Services Session SessionId Sessions
Signature Size SizeInBytes Snapshot SnapshotId Snapshots SnsTopicArn Source SourceArn Sources StartAt StartDate
StartTime StartedAt State StateMessage StateReason Statements Statistics Status StatusCode StatusDetails
StatusMessage StatusReason Steps StorageClass StreamUrl Subject SubnetId SubnetIds Subnets Subscriptions Success
Successful Summaries Summary Table TableName Tables TagInfoForResource TagList Tags Target TargetArn TargetId
Targets TaskArn TaskId Tasks Template TemplateArn TemplateId TemplateName Tier TimeWindow TimeZone Timeout Timestamp
Title Token TokenValue TopicArn Topics TotalCount TrackingOptions Type TypeName UnprocessedAccounts UpdateTime
UpdatedAt Url User UserId UserName UserStatus Username Users Valid Value Values VerificationStatus Version VersionId
VersionLabel VersionNumber Versions View Visibility VolumeId VpcConfiguration VpcEndpoint VpcEndpoints VpcId
Warnings WebACL WebACLs Workflows accessToken accountId accountSettings accounts action actionId actionName
actionType actions active aggregationType analysisType app application applicationArn applicationId applicationName
applications arn artifactId artifacts assets association associations attachments attributes authType
authorizationData authorizationUrl body botId botName botVersion buckets campaign capabilities caseId categories
category certificateArn certificates channels checksum clientId clientToken cluster clusters comment completedAt
component components configuration configurationStatus configurations connectionId connectorArn connectors content
contentType createTime createdAt createdBy createdDate createdTime creationDate creationDateTime creationTime
credentials data dataSource dataSourceId dataSources datasetArn datasetId datasets definition deleted
deletionProtection dependencies deploymentId deployments description destination details devices displayName domain
domainId domainName domains downloadUrl enabled encryptionConfiguration encryptionKeyArn encryptionType endTime
endedAt endpoint endpoints entities entityId environment environmentId environmentVariables environments error
errorCode errorDetails errorEntries errorMessage errors event eventId events executionId executionRoleArn
executionStatus executions expiration expiresAt expiresIn expiryTime exportStatus failed failureCode failureMessage
failureReason failures features fields fileFormat fileSize files finding findings fleets flows format functions
gatewayArn gatewayId generationId id identifier ids image imageDetails importId importStatus input inputDataConfig
insights instanceType instances integrations invocationArn items job jobArn jobId jobName jobStatus jobSummaries
jobType jobs keyPair kmsKeyArn kmsKeyId knowledgeBase knowledgeBaseSummaries lastModifiedAt lastModifiedTime
lastUpdatedAt lastUpdatedDate lastUpdatedTime latestVersion location members memory memoryId message messages
metadata metrics migrationId mimeType modelArn modelId modelSummaries models modifiedAt monitors name namespace
namespaces networkType nextToken nodes output outputConfig outputConfiguration outputDataConfig outputs parameters
payload permissions platforms plugins policies policy policyArn policyDocument policyId port presignedUrl priority
profile profileArn profileId profiles progress project projectArn projects protocol provider providerName queries
queryId queryString recipe recommendation recommendationId recommendationSummaries recommendations
recommendedActions records region regions registries registryId registryRecords reportId repositories repository
repositoryName requestId resource resourceArn resourceConfigurationId resourceGatewayId resourceId resourcePolicy
resourceTags resourceType resources responseStream result results revision revisionId roleArn rows rule ruleArn
ruleId ruleType rules runId schedule schema scope scopes secret securityGroupIds service serviceName serviceRole
services session sessionArn sessionId sessionSummaries sessions settings snapshots source sources spaceId startTime
startedAt state statement statistics status statusCode statusDetails statusMessage statusReason statusReasons stepId
stoppedAt storageConfiguration stream streams submittedAt subnetIds subscription subscriptionId subscriptions
successful summaries summary tags target targetArn targetId targets task taskArn taskId tasks templateArn templateId
templates title token totalResults triggers type types updateTime updatedAt updatedBy uploadId url userId
validationErrors value version versionId versionName versions vpcEndpointId vpcId warnings webhook webhooks
workflowId workspaceId
""".split()  # noqa: SIM905  a list would have 900 lines
)
"""Those of botocore 1.44. Case counts: it is a part of how a service writes its names."""
