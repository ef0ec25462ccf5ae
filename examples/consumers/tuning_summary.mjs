// One line about a hyperparameter tuning job, for the dashboard.
//
//     aws sagemaker describe-hyper-parameter-tuning-job --hyper-parameter-tuning-job-name NAME | node tuning_summary.mjs
//
// Test it with responses that SageMaker may send:
//
//     shapeproof fuzz run sagemaker.DescribeHyperParameterTuningJob --exec 'node examples/consumers/tuning_summary.mjs'

import { json } from "node:stream/consumers";

const MARKS = new Map([
  ["Completed", "✔"],
  ["InProgress", "…"],
  ["Stopping", "…"],
  ["Stopped", "■"],
  ["Failed", "✘"],
]);

function count(counters) {
  const { Completed: completed = 0, InProgress: running = 0 } = counters;
  return running > 0 ? `${completed} completed, ${running} running` : `${completed} completed`;
}

function tuned(parameters) {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(" ");
}

function leader(best) {
  const metric = best.FinalHyperParameterTuningJobObjectiveMetric;
  const score = metric ? `${metric.MetricName} ${metric.Value.toPrecision(4)}` : "no score yet";
  const trained = new Date(best.TrainingEndTime).toISOString().slice(0, 16).replace("T", " ");
  return `${best.TrainingJobName} (${score}, trained ${trained}) ${tuned(best.TunedHyperParameters)}`;
}

function summary(job) {
  const parts = [
    `${MARKS.get(job.HyperParameterTuningJobStatus) ?? "?"} ${job.HyperParameterTuningJobName}`,
    count(job.TrainingJobStatusCounters),
  ];
  if (job.HyperParameterTuningJobStatus === "Failed") {
    parts.push(job.FailureReason ?? "no reason given");
  }
  if (job.BestTrainingJob) {
    parts.push(leader(job.BestTrainingJob));
  }
  return parts.join(" | ");
}

console.log(summary(await json(process.stdin)));
