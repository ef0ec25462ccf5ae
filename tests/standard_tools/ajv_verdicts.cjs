// Reads {"schema", "dateTime", "keywords", "options", "responses": {name: response}} from standard input, compiles the schema
// in strict mode, but for what the options say, and writes {name: ["/pointer keyword", …]} for all responses.
"use strict";
const Ajv = require("ajv/dist/2020");

const job = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const ajv = new Ajv({ strict: true, ...job.options, allErrors: true, formats: { "date-time": new RegExp(job.dateTime, "u") } });
for (const keyword of job.keywords) ajv.addKeyword(keyword);
const validate = ajv.compile(job.schema);
const verdicts = {};
for (const [name, response] of Object.entries(job.responses)) {
  verdicts[name] = validate(response) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.keyword}`);
}
process.stdout.write(JSON.stringify(verdicts));
