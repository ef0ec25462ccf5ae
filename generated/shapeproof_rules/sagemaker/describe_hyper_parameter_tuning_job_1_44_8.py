"""What may be wrong with the rules of a response of sagemaker.describe_hyper_parameter_tuning_job@1.44.8. Generated; don't edit."""

from shapeproof.cel.evaluation_error import FAILURES as g1
from shapeproof.cel.numbers import add as g2
from shapeproof.cel.numbers import as_double as g16
from shapeproof.cel.numbers import double_from_string as g15
from shapeproof.cel.numbers import int_from_string as g13
from shapeproof.cel.numbers import int_from_timestamp as g6
from shapeproof.cel.numbers import subtract as g7
from shapeproof.cel.numbers import sum_of as g3
from shapeproof.cel.numbers import zero_of
from shapeproof.cel.searching import searcher
from shapeproof.cel.strings import lower_ascii as g8
from shapeproof.cel.strings import split as g9
from shapeproof.cel.times import as_timestamp as g0
from shapeproof.cel.values import contains as g5
from shapeproof.cel.values import distinct as g11
from typing import Any

g4 = zero_of('int')
g10 = searcher('^ml[.](?:p4d|g4dn|g5)[.]')
g12 = searcher('^-?[0-9]{1,18}$')
g14 = searcher('^[+\\-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+\\-]?[0-9]{1,3})?$')

def response(steps: Any, root: Any, found: Any) -> None:
    try:
        if not (not 'LastModifiedTime' in root or g0(root['CreationTime']) <= g0(root['LastModifiedTime'])):
            found.append((5, root))
    except g1:
        found.append((5, root))
    try:
        if not (not 'HyperParameterTuningEndTime' in root or g0(root['CreationTime']) <= g0(root['HyperParameterTuningEndTime'])):
            found.append((6, root))
    except g1:
        found.append((6, root))
    try:
        if not (not 'HyperParameterTuningEndTime' in root or root['HyperParameterTuningJobStatus'] in {'Completed', 'Failed', 'Stopped', 'Deleting', 'DeleteFailed'}):
            found.append((7, root))
    except g1:
        found.append((7, root))
    try:
        if not (not 'FailureReason' in root or not root['HyperParameterTuningJobStatus'] in {'Completed', 'InProgress', 'Stopped', 'Stopping'}):
            found.append((8, root))
    except g1:
        found.append((8, root))
    try:
        if not (not root['HyperParameterTuningJobStatus'] in ('Completed', 'Failed', 'Stopped') or 'HyperParameterTuningEndTime' in root):
            found.append((9, root))
    except g1:
        found.append((9, root))
    try:
        if not (not ('HyperParameterTuningEndTime' in root and 'LastModifiedTime' in root) or g0(root['HyperParameterTuningEndTime']) <= g0(root['LastModifiedTime'])):
            found.append((10, root))
    except g1:
        found.append((10, root))
    try:
        if not (not root['HyperParameterTuningJobStatus'] == 'Failed' or 'FailureReason' in root):
            found.append((11, root))
    except g1:
        found.append((11, root))
    try:
        if not (not ('BestTrainingJob' in root and 'TrainingStartTime' in root['BestTrainingJob']) or g0(root['CreationTime']) <= g0(root['BestTrainingJob']['TrainingStartTime'])):
            found.append((12, root))
    except g1:
        found.append((12, root))
    try:
        if not (not ('HyperParameterTuningEndTime' in root and 'BestTrainingJob' in root and ('TrainingEndTime' in root['BestTrainingJob'])) or g0(root['BestTrainingJob']['TrainingEndTime']) <= g0(root['HyperParameterTuningEndTime'])):
            found.append((13, root))
    except g1:
        found.append((13, root))
    try:
        if not (not ('BestTrainingJob' in root and 'FinalHyperParameterTuningJobObjectiveMetric' in root['BestTrainingJob'] and ('TrainingJobDefinitions' in root) and all(('TuningObjective' in v1 for v1 in root['TrainingJobDefinitions']))) or any((v1['TuningObjective']['MetricName'] == root['BestTrainingJob']['FinalHyperParameterTuningJobObjectiveMetric']['MetricName'] and (not 'Type' in root['BestTrainingJob']['FinalHyperParameterTuningJobObjectiveMetric'] or v1['TuningObjective']['Type'] == root['BestTrainingJob']['FinalHyperParameterTuningJobObjectiveMetric']['Type']) for v1 in root['TrainingJobDefinitions']))):
            found.append((14, root))
    except g1:
        found.append((14, root))
    try:
        if not (not ('BestTrainingJob' in root and 'TrainingJobDefinitionName' in root['BestTrainingJob'] and ('TrainingJobDefinition' in root or 'TrainingJobDefinitions' in root)) or any(('DefinitionName' in v1 and steps.reading(v1['DefinitionName']) == root['BestTrainingJob']['TrainingJobDefinitionName'] for v1 in ([root['TrainingJobDefinition']] if 'TrainingJobDefinition' in root else root['TrainingJobDefinitions'])))):
            found.append((15, root))
    except g1:
        found.append((15, root))
    try:
        if not (not ('BestTrainingJob' in root and 'ParameterRanges' in root['HyperParameterTuningJobConfig'] and (not 'Autotune' in root)) or all(('IntegerParameterRanges' in root['HyperParameterTuningJobConfig']['ParameterRanges'] and v1 in [v2['Name'] for v2 in steps.reading(root['HyperParameterTuningJobConfig']['ParameterRanges']['IntegerParameterRanges'])] or ('ContinuousParameterRanges' in root['HyperParameterTuningJobConfig']['ParameterRanges'] and v1 in [v3['Name'] for v3 in steps.reading(root['HyperParameterTuningJobConfig']['ParameterRanges']['ContinuousParameterRanges'])]) or ('CategoricalParameterRanges' in root['HyperParameterTuningJobConfig']['ParameterRanges'] and v1 in [v4['Name'] for v4 in steps.reading(root['HyperParameterTuningJobConfig']['ParameterRanges']['CategoricalParameterRanges'])]) for v1 in root['BestTrainingJob']['TunedHyperParameters']))):
            found.append((16, root))
    except g1:
        found.append((16, root))
    try:
        if not (not ('BestTrainingJob' in root and 'TrainingJobDefinitions' in root and all(('HyperParameterRanges' in v1 for v1 in root['TrainingJobDefinitions'])) and (not 'ParameterRanges' in root['HyperParameterTuningJobConfig']) and (not 'Autotune' in root)) or all((any(('IntegerParameterRanges' in v2['HyperParameterRanges'] and v1 in [v3['Name'] for v3 in v2['HyperParameterRanges']['IntegerParameterRanges']] or ('ContinuousParameterRanges' in v2['HyperParameterRanges'] and v1 in [v4['Name'] for v4 in v2['HyperParameterRanges']['ContinuousParameterRanges']]) or ('CategoricalParameterRanges' in v2['HyperParameterRanges'] and v1 in [v5['Name'] for v5 in v2['HyperParameterRanges']['CategoricalParameterRanges']]) for v2 in steps.reading(root['TrainingJobDefinitions']))) for v1 in root['BestTrainingJob']['TunedHyperParameters']))):
            found.append((17, root))
    except g1:
        found.append((17, root))
    try:
        if not (not ('BestTrainingJob' in root and 'TuningJobName' in root['BestTrainingJob']) or root['BestTrainingJob']['TuningJobName'] == root['HyperParameterTuningJobName']):
            found.append((18, root))
    except g1:
        found.append((18, root))
    try:
        if not (not 'OverallBestTrainingJob' in root or ('WarmStartConfig' in root and root['WarmStartConfig']['WarmStartType'] == 'IdenticalDataAndAlgorithm')):
            found.append((19, root))
    except g1:
        found.append((19, root))
    try:
        if not (not ('OverallBestTrainingJob' in root and 'TuningJobName' in root['OverallBestTrainingJob'] and ('WarmStartConfig' in root)) or (root['OverallBestTrainingJob']['TuningJobName'] == root['HyperParameterTuningJobName'] or any(('HyperParameterTuningJobName' in v1 and v1['HyperParameterTuningJobName'] == root['OverallBestTrainingJob']['TuningJobName'] for v1 in root['WarmStartConfig']['ParentHyperParameterTuningJobs'])))):
            found.append((20, root))
    except g1:
        found.append((20, root))
    try:
        if not (not ('BestTrainingJob' in root and 'Succeeded' in root['ObjectiveStatusCounters']) or root['ObjectiveStatusCounters']['Succeeded'] > 0):
            found.append((21, root))
    except g1:
        found.append((21, root))
    try:
        if not (not 'TrainingJobDefinitions' in root or g3([g2(g2(len(v1['HyperParameterRanges']['IntegerParameterRanges']) if 'IntegerParameterRanges' in v1['HyperParameterRanges'] else 0, len(v1['HyperParameterRanges']['ContinuousParameterRanges']) if 'ContinuousParameterRanges' in v1['HyperParameterRanges'] else 0), len(v1['HyperParameterRanges']['CategoricalParameterRanges']) if 'CategoricalParameterRanges' in v1['HyperParameterRanges'] else 0) if 'HyperParameterRanges' in v1 else 0 for v1 in root['TrainingJobDefinitions']], g4) <= 30):
            found.append((22, root))
    except g1:
        found.append((22, root))
    try:
        if not (not ('ParameterRanges' in root['HyperParameterTuningJobConfig'] and 'TrainingJobDefinition' in root and ('StaticHyperParameters' in root['TrainingJobDefinition'])) or all((not g5(v4, steps.reading(root['TrainingJobDefinition']['StaticHyperParameters'])) for v4 in ([v1['Name'] for v1 in root['HyperParameterTuningJobConfig']['ParameterRanges']['IntegerParameterRanges']] if 'IntegerParameterRanges' in root['HyperParameterTuningJobConfig']['ParameterRanges'] else []) + ([v2['Name'] for v2 in root['HyperParameterTuningJobConfig']['ParameterRanges']['ContinuousParameterRanges']] if 'ContinuousParameterRanges' in root['HyperParameterTuningJobConfig']['ParameterRanges'] else []) + ([v3['Name'] for v3 in root['HyperParameterTuningJobConfig']['ParameterRanges']['CategoricalParameterRanges']] if 'CategoricalParameterRanges' in root['HyperParameterTuningJobConfig']['ParameterRanges'] else [])))):
            found.append((23, root))
    except g1:
        found.append((23, root))
    try:
        if not (not ('ParameterRanges' in root['HyperParameterTuningJobConfig'] and 'AutoParameters' in root['HyperParameterTuningJobConfig']['ParameterRanges'] and (len(root['HyperParameterTuningJobConfig']['ParameterRanges']['AutoParameters']) > 0)) or 'Autotune' in root):
            found.append((24, root))
    except g1:
        found.append((24, root))
    try:
        if not not ('TrainingJobDefinition' in root and 'TrainingJobDefinitions' in root):
            found.append((25, root))
    except g1:
        found.append((25, root))
    try:
        if not ('TrainingJobDefinition' in root or 'TrainingJobDefinitions' in root):
            found.append((26, root))
    except g1:
        found.append((26, root))
    try:
        if not (not 'TrainingJobDefinitions' in root or len({*[v2['DefinitionName'] for v2 in [v1 for v1 in root['TrainingJobDefinitions'] if 'DefinitionName' in v1]]}) == len([v4['DefinitionName'] for v4 in [v3 for v3 in root['TrainingJobDefinitions'] if 'DefinitionName' in v3]])):
            found.append((27, root))
    except g1:
        found.append((27, root))
    try:
        if not (not 'TrainingJobDefinitions' in root or g3([len(v1['Environment']) if 'Environment' in v1 else 0 for v1 in root['TrainingJobDefinitions']], g4) <= 48):
            found.append((28, root))
    except g1:
        found.append((28, root))
    try:
        if not g2(g2(root['ObjectiveStatusCounters']['Succeeded'] if 'Succeeded' in root['ObjectiveStatusCounters'] else 0, root['ObjectiveStatusCounters']['Pending'] if 'Pending' in root['ObjectiveStatusCounters'] else 0), root['ObjectiveStatusCounters']['Failed'] if 'Failed' in root['ObjectiveStatusCounters'] else 0) <= g2(g2(g2(g2(root['TrainingJobStatusCounters']['Completed'] if 'Completed' in root['TrainingJobStatusCounters'] else 0, root['TrainingJobStatusCounters']['InProgress'] if 'InProgress' in root['TrainingJobStatusCounters'] else 0), root['TrainingJobStatusCounters']['RetryableError'] if 'RetryableError' in root['TrainingJobStatusCounters'] else 0), root['TrainingJobStatusCounters']['NonRetryableError'] if 'NonRetryableError' in root['TrainingJobStatusCounters'] else 0), root['TrainingJobStatusCounters']['Stopped'] if 'Stopped' in root['TrainingJobStatusCounters'] else 0):
            found.append((29, root))
    except g1:
        found.append((29, root))
    try:
        if not (not 'MaxNumberOfTrainingJobs' in root['HyperParameterTuningJobConfig']['ResourceLimits'] or g2(g2(g2(root['TrainingJobStatusCounters']['Completed'] if 'Completed' in root['TrainingJobStatusCounters'] else 0, root['TrainingJobStatusCounters']['InProgress'] if 'InProgress' in root['TrainingJobStatusCounters'] else 0), root['TrainingJobStatusCounters']['NonRetryableError'] if 'NonRetryableError' in root['TrainingJobStatusCounters'] else 0), root['TrainingJobStatusCounters']['Stopped'] if 'Stopped' in root['TrainingJobStatusCounters'] else 0) <= root['HyperParameterTuningJobConfig']['ResourceLimits']['MaxNumberOfTrainingJobs']):
            found.append((30, root))
    except g1:
        found.append((30, root))
    try:
        if not (not 'InProgress' in root['TrainingJobStatusCounters'] or root['TrainingJobStatusCounters']['InProgress'] <= root['HyperParameterTuningJobConfig']['ResourceLimits']['MaxParallelTrainingJobs']):
            found.append((31, root))
    except g1:
        found.append((31, root))
    try:
        if not (not root['HyperParameterTuningJobStatus'] in ('Completed', 'Failed', 'Stopped') or ((not 'InProgress' in root['TrainingJobStatusCounters'] or root['TrainingJobStatusCounters']['InProgress'] == 0) and (not 'Pending' in root['ObjectiveStatusCounters'] or root['ObjectiveStatusCounters']['Pending'] == 0))):
            found.append((32, root))
    except g1:
        found.append((32, root))
    try:
        if not (not ('TuningJobCompletionDetails' in root and 'NumberOfTrainingJobsObjectiveNotImproving' in root['TuningJobCompletionDetails']) or root['TuningJobCompletionDetails']['NumberOfTrainingJobsObjectiveNotImproving'] <= g2(g2(g2(g2(root['TrainingJobStatusCounters']['Completed'] if 'Completed' in root['TrainingJobStatusCounters'] else 0, root['TrainingJobStatusCounters']['InProgress'] if 'InProgress' in root['TrainingJobStatusCounters'] else 0), root['TrainingJobStatusCounters']['RetryableError'] if 'RetryableError' in root['TrainingJobStatusCounters'] else 0), root['TrainingJobStatusCounters']['NonRetryableError'] if 'NonRetryableError' in root['TrainingJobStatusCounters'] else 0), root['TrainingJobStatusCounters']['Stopped'] if 'Stopped' in root['TrainingJobStatusCounters'] else 0)):
            found.append((33, root))
    except g1:
        found.append((33, root))
    try:
        if not (not ('TuningJobCompletionDetails' in root and 'ConvergenceDetectedTime' in root['TuningJobCompletionDetails']) or (g0(root['CreationTime']) <= g0(root['TuningJobCompletionDetails']['ConvergenceDetectedTime']) and (not 'HyperParameterTuningEndTime' in root or g0(root['TuningJobCompletionDetails']['ConvergenceDetectedTime']) <= g0(root['HyperParameterTuningEndTime'])))):
            found.append((34, root))
    except g1:
        found.append((34, root))
    try:
        if not (not ('ConsumedResources' in root and 'RuntimeInSeconds' in root['ConsumedResources'] and ('HyperParameterTuningEndTime' in root)) or root['ConsumedResources']['RuntimeInSeconds'] <= g2(g7(g6(g0(root['HyperParameterTuningEndTime'])), g6(g0(root['CreationTime']))), 1)):
            found.append((35, root))
    except g1:
        found.append((35, root))
    try:
        if not (not 'WarmStartConfig' in root or all((not 'HyperParameterTuningJobName' in v1 or v1['HyperParameterTuningJobName'] != root['HyperParameterTuningJobName'] for v1 in root['WarmStartConfig']['ParentHyperParameterTuningJobs']))):
            found.append((36, root))
    except g1:
        found.append((36, root))
    try:
        if not g8(root['HyperParameterTuningJobArn']).endswith(':hyper-parameter-tuning-job/' + g8(root['HyperParameterTuningJobName'])):
            found.append((37, root))
    except g1:
        found.append((37, root))
    try:
        if not (not (root['HyperParameterTuningJobConfig']['Strategy'] == 'Hyperband' and (not ('StrategyConfig' in root['HyperParameterTuningJobConfig'] and 'HyperbandStrategyConfig' in root['HyperParameterTuningJobConfig']['StrategyConfig'] and ('MaxResource' in root['HyperParameterTuningJobConfig']['StrategyConfig']['HyperbandStrategyConfig']))) and ('TrainingJobDefinition' in root or 'TrainingJobDefinitions' in root)) or all(('StaticHyperParameters' in v1 and any((v2 in v1['StaticHyperParameters'] for v2 in steps.reading(['epochs', 'numepochs', 'n-epochs', 'n_epochs', 'num_epochs']))) for v1 in ([root['TrainingJobDefinition']] if 'TrainingJobDefinition' in root else root['TrainingJobDefinitions'])))):
            found.append((38, root))
    except g1:
        found.append((38, root))
    value1 = root.get('HyperParameterTuningJobConfig')
    if value1 is not None:
        try:
            if not (not ('StrategyConfig' in value1 and 'HyperbandStrategyConfig' in value1['StrategyConfig']) or value1['Strategy'] == 'Hyperband'):
                found.append((81, value1))
        except g1:
            found.append((81, value1))
        try:
            if not (not value1['Strategy'] == 'Hyperband' or (not 'TrainingJobEarlyStoppingType' in value1 or value1['TrainingJobEarlyStoppingType'] == 'Off')):
                found.append((82, value1))
        except g1:
            found.append((82, value1))
        try:
            if not (not (value1['Strategy'] == 'Grid' and 'ParameterRanges' in value1) or ((not 'IntegerParameterRanges' in value1['ParameterRanges'] or len(value1['ParameterRanges']['IntegerParameterRanges']) == 0) and (not 'ContinuousParameterRanges' in value1['ParameterRanges'] or len(value1['ParameterRanges']['ContinuousParameterRanges']) == 0))):
                found.append((83, value1))
        except g1:
            found.append((83, value1))
        value2 = value1.get('StrategyConfig')
        if value2 is not None:
            value3 = value2.get('HyperbandStrategyConfig')
            if value3 is not None:
                try:
                    if not (not ('MinResource' in value3 and 'MaxResource' in value3) or value3['MinResource'] <= value3['MaxResource']):
                        found.append((87, value3))
                except g1:
                    found.append((87, value3))
                try:
                    if not (not 'MaxResource' in value3 or value3['MaxResource'] <= 20000):
                        found.append((88, value3))
                except g1:
                    found.append((88, value3))
        value4 = value1.get('ParameterRanges')
        if value4 is not None:
            structure13(steps, root, value4, found)
    value5 = root.get('TrainingJobDefinition')
    if value5 is not None:
        structure5(steps, root, value5, found)
    value6 = root.get('TrainingJobDefinitions')
    if value6 is not None:
        for value7 in value6:
            if value7 is not None:
                structure5(steps, root, value7, found)
    value8 = root.get('BestTrainingJob')
    if value8 is not None:
        structure6(steps, root, value8, found)
    value9 = root.get('OverallBestTrainingJob')
    if value9 is not None:
        structure6(steps, root, value9, found)
    value10 = root.get('WarmStartConfig')
    if value10 is not None:
        try:
            if not len({*[v2['HyperParameterTuningJobName'] for v2 in [v1 for v1 in value10['ParentHyperParameterTuningJobs'] if 'HyperParameterTuningJobName' in v1]]}) == len([v4['HyperParameterTuningJobName'] for v4 in [v3 for v3 in value10['ParentHyperParameterTuningJobs'] if 'HyperParameterTuningJobName' in v3]]):
                found.append((84, value10))
        except g1:
            found.append((84, value10))
    return

def structure6(steps: Any, root: Any, value: Any, found: Any) -> None:
    try:
        if not (not ('TrainingStartTime' in value and 'TrainingEndTime' in value) or g0(value['TrainingStartTime']) <= g0(value['TrainingEndTime'])):
            found.append((71, value))
    except g1:
        found.append((71, value))
    try:
        if not (not 'TrainingStartTime' in value or g0(value['CreationTime']) <= g0(value['TrainingStartTime'])):
            found.append((72, value))
    except g1:
        found.append((72, value))
    try:
        if not (not 'TrainingEndTime' in value or g0(value['CreationTime']) <= g0(value['TrainingEndTime'])):
            found.append((73, value))
    except g1:
        found.append((73, value))
    try:
        if not (not 'FailureReason' in value or not value['TrainingJobStatus'] in {'InProgress', 'Completed', 'Stopping', 'Stopped'}):
            found.append((74, value))
    except g1:
        found.append((74, value))
    try:
        if not (not 'TrainingEndTime' in value or not value['TrainingJobStatus'] in ('InProgress', 'Stopping')):
            found.append((75, value))
    except g1:
        found.append((75, value))
    try:
        if not (not ('FinalHyperParameterTuningJobObjectiveMetric' in value and 'HyperParameterTuningJobObjective' in root['HyperParameterTuningJobConfig']) or value['FinalHyperParameterTuningJobObjectiveMetric']['MetricName'] == root['HyperParameterTuningJobConfig']['HyperParameterTuningJobObjective']['MetricName']):
            found.append((76, value))
    except g1:
        found.append((76, value))
    try:
        if not (not ('FinalHyperParameterTuningJobObjectiveMetric' in value and 'Type' in value['FinalHyperParameterTuningJobObjectiveMetric'] and ('HyperParameterTuningJobObjective' in root['HyperParameterTuningJobConfig'])) or value['FinalHyperParameterTuningJobObjectiveMetric']['Type'] == root['HyperParameterTuningJobConfig']['HyperParameterTuningJobObjective']['Type']):
            found.append((77, value))
    except g1:
        found.append((77, value))
    try:
        if not (not 'ObjectiveStatus' in value or value['ObjectiveStatus'] == 'Succeeded'):
            found.append((78, value))
    except g1:
        found.append((78, value))
    try:
        if not steps.reading(g8(value['TrainingJobArn'])).endswith(steps.reading(':training-job/' + steps.reading(g8(value['TrainingJobName'])))):
            found.append((79, value))
    except g1:
        found.append((79, value))
    try:
        if not value['TrainingJobArn'].startswith(steps.reading(steps.reading(g9(steps.reading(root['HyperParameterTuningJobArn']), ':hyper-parameter-tuning-job/')[0]) + ':training-job/')):
            found.append((80, value))
    except g1:
        found.append((80, value))
    return

def structure5(steps: Any, root: Any, value: Any, found: Any) -> None:
    try:
        if not (not ('HyperParameterRanges' in value and 'StaticHyperParameters' in value) or all((not g5(v4, steps.reading(value['StaticHyperParameters'])) for v4 in steps.reading(steps.reading(steps.reading([v1['Name'] for v1 in value['HyperParameterRanges']['IntegerParameterRanges']] if 'IntegerParameterRanges' in value['HyperParameterRanges'] else []) + steps.reading([v2['Name'] for v2 in value['HyperParameterRanges']['ContinuousParameterRanges']] if 'ContinuousParameterRanges' in value['HyperParameterRanges'] else [])) + steps.reading([v3['Name'] for v3 in value['HyperParameterRanges']['CategoricalParameterRanges']] if 'CategoricalParameterRanges' in value['HyperParameterRanges'] else []))))):
            found.append((63, value))
    except g1:
        found.append((63, value))
    try:
        if not (not ('TuningObjective' in value and 'MetricDefinitions' in value['AlgorithmSpecification'] and (len(value['AlgorithmSpecification']['MetricDefinitions']) > 0)) or value['TuningObjective']['MetricName'] in [v1['Name'] for v1 in value['AlgorithmSpecification']['MetricDefinitions']]):
            found.append((64, value))
    except g1:
        found.append((64, value))
    try:
        if not (not ('InputDataConfig' in value and any(('S3DataSource' in v1['DataSource'] and v1['DataSource']['S3DataSource']['S3DataType'] == 'AugmentedManifestFile' for v1 in value['InputDataConfig']))) or all((not ('S3DataSource' in v1['DataSource'] and v1['DataSource']['S3DataSource']['S3DataType'] == 'AugmentedManifestFile') or (v1['InputMode'] if 'InputMode' in v1 else value['AlgorithmSpecification']['TrainingInputMode']) == 'Pipe' for v1 in value['InputDataConfig']))):
            found.append((65, value))
    except g1:
        found.append((65, value))
    try:
        if not (not ('InputDataConfig' in value and any(('CompressionType' in v1 and v1['CompressionType'] == 'Gzip' for v1 in value['InputDataConfig']))) or all((not ('CompressionType' in v1 and v1['CompressionType'] == 'Gzip') or (v1['InputMode'] if 'InputMode' in v1 else value['AlgorithmSpecification']['TrainingInputMode']) == 'Pipe' for v1 in value['InputDataConfig']))):
            found.append((66, value))
    except g1:
        found.append((66, value))
    try:
        if not (not 'InputDataConfig' in value or len({*steps.reading([v1['ChannelName'] for v1 in value['InputDataConfig']])}) == len(value['InputDataConfig'])):
            found.append((67, value))
    except g1:
        found.append((67, value))
    try:
        if not not ('ResourceConfig' in value and 'HyperParameterTuningResourceConfig' in value):
            found.append((68, value))
    except g1:
        found.append((68, value))
    try:
        if not ('ResourceConfig' in value or 'HyperParameterTuningResourceConfig' in value):
            found.append((69, value))
    except g1:
        found.append((69, value))
    try:
        if not (not 'MaxWaitTimeInSeconds' in value['StoppingCondition'] or ('EnableManagedSpotTraining' in value and value['EnableManagedSpotTraining'])):
            found.append((70, value))
    except g1:
        found.append((70, value))
    value11 = value.get('HyperParameterRanges')
    if value11 is not None:
        structure13(steps, root, value11, found)
    value12 = value.get('AlgorithmSpecification')
    if value12 is not None:
        try:
            if not not ('AlgorithmName' in value12 and 'TrainingImage' in value12):
                found.append((61, value12))
        except g1:
            found.append((61, value12))
        try:
            if not ('AlgorithmName' in value12 or 'TrainingImage' in value12):
                found.append((62, value12))
        except g1:
            found.append((62, value12))
    value13 = value.get('InputDataConfig')
    if value13 is not None:
        for value14 in value13:
            if value14 is not None:
                value15 = value14.get('DataSource')
                if value15 is not None:
                    try:
                        if not not ('S3DataSource' in value15 and 'FileSystemDataSource' in value15):
                            found.append((4, value15))
                    except g1:
                        found.append((4, value15))
    value16 = value.get('ResourceConfig')
    if value16 is not None:
        try:
            if not (not ('InstanceGroups' in value16 and len(value16['InstanceGroups']) > 0) or (not 'InstanceType' in value16 and (not 'InstanceCount' in value16))):
                found.append((95, value16))
        except g1:
            found.append((95, value16))
        try:
            if not (not ('VolumeKmsKeyId' in value16 and 'InstanceType' in value16) or not g10(value16['InstanceType'])):
                found.append((96, value16))
        except g1:
            found.append((96, value16))
    value17 = value.get('HyperParameterTuningResourceConfig')
    if value17 is not None:
        try:
            if not (not 'InstanceConfigs' in value17 or (not 'InstanceType' in value17 and (not 'InstanceCount' in value17) and (not 'VolumeSizeInGB' in value17))):
                found.append((85, value17))
        except g1:
            found.append((85, value17))
        try:
            if not (not ('VolumeKmsKeyId' in value17 and 'InstanceType' in value17) or not g10(value17['InstanceType'])):
                found.append((86, value17))
        except g1:
            found.append((86, value17))
    value18 = value.get('StoppingCondition')
    if value18 is not None:
        try:
            if not (not ('MaxWaitTimeInSeconds' in value18 and 'MaxRuntimeInSeconds' in value18) or value18['MaxWaitTimeInSeconds'] >= value18['MaxRuntimeInSeconds']):
                found.append((97, value18))
        except g1:
            found.append((97, value18))
        try:
            if not (not 'MaxRuntimeInSeconds' in value18 or value18['MaxRuntimeInSeconds'] <= 2419200):
                found.append((98, value18))
        except g1:
            found.append((98, value18))
    return

def structure13(steps: Any, root: Any, value: Any, found: Any) -> None:
    try:
        if not g2(g2(len(value['IntegerParameterRanges']) if 'IntegerParameterRanges' in value else 0, len(value['ContinuousParameterRanges']) if 'ContinuousParameterRanges' in value else 0), len(value['CategoricalParameterRanges']) if 'CategoricalParameterRanges' in value else 0) <= 30:
            found.append((93, value))
    except g1:
        found.append((93, value))
    try:
        if not len(g11(steps.reading_all(steps.reading(steps.reading([v1['Name'] for v1 in value['IntegerParameterRanges']] if 'IntegerParameterRanges' in value else []) + steps.reading([v2['Name'] for v2 in value['ContinuousParameterRanges']] if 'ContinuousParameterRanges' in value else [])) + steps.reading([v3['Name'] for v3 in value['CategoricalParameterRanges']] if 'CategoricalParameterRanges' in value else [])))) == len(steps.reading(steps.reading([v4['Name'] for v4 in value['IntegerParameterRanges']] if 'IntegerParameterRanges' in value else []) + steps.reading([v5['Name'] for v5 in value['ContinuousParameterRanges']] if 'ContinuousParameterRanges' in value else [])) + steps.reading([v6['Name'] for v6 in value['CategoricalParameterRanges']] if 'CategoricalParameterRanges' in value else [])):
            found.append((94, value))
    except g1:
        found.append((94, value))
    value19 = value.get('IntegerParameterRanges')
    if value19 is not None:
        for value20 in value19:
            if value20 is not None:
                try:
                    if not (g12(value20['MinValue']) and g12(value20['MaxValue'])):
                        found.append((89, value20))
                except g1:
                    found.append((89, value20))
                try:
                    if not (not (g12(value20['MinValue']) and g12(value20['MaxValue'])) or g13(value20['MinValue']) <= g13(value20['MaxValue'])):
                        found.append((90, value20))
                except g1:
                    found.append((90, value20))
                try:
                    if not (not ('ScalingType' in value20 and value20['ScalingType'] == 'Logarithmic' and g12(value20['MinValue']) and g12(value20['MaxValue'])) or (g13(value20['MinValue']) > 0 and g13(value20['MaxValue']) > 0)):
                        found.append((91, value20))
                except g1:
                    found.append((91, value20))
                try:
                    if not (not 'ScalingType' in value20 or value20['ScalingType'] != 'ReverseLogarithmic'):
                        found.append((92, value20))
                except g1:
                    found.append((92, value20))
    value21 = value.get('ContinuousParameterRanges')
    if value21 is not None:
        for value22 in value21:
            if value22 is not None:
                try:
                    if not (g14(value22['MinValue']) and g14(value22['MaxValue'])):
                        found.append((0, value22))
                except g1:
                    found.append((0, value22))
                try:
                    if not (not (g14(value22['MinValue']) and g14(value22['MaxValue'])) or g16(g15(value22['MinValue'])) <= g16(g15(value22['MaxValue']))):
                        found.append((1, value22))
                except g1:
                    found.append((1, value22))
                try:
                    if not (not ('ScalingType' in value22 and value22['ScalingType'] == 'Logarithmic' and g14(value22['MinValue']) and g14(value22['MaxValue'])) or (g16(g15(value22['MinValue'])) > 0.0 and g16(g15(value22['MaxValue'])) > 0.0)):
                        found.append((2, value22))
                except g1:
                    found.append((2, value22))
                try:
                    if not (not ('ScalingType' in value22 and value22['ScalingType'] == 'ReverseLogarithmic' and g14(value22['MinValue']) and g14(value22['MaxValue'])) or (g16(g15(value22['MinValue'])) >= 0.0 and g16(g15(value22['MinValue'])) < 1.0 and (g16(g15(value22['MaxValue'])) >= 0.0) and (g16(g15(value22['MaxValue'])) < 1.0))):
                        found.append((3, value22))
                except g1:
                    found.append((3, value22))
    return
