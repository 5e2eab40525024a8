// Prints as JSON what Netron reads in a graph: node netron.mjs SOURCES FILE. SOURCES is a folder with Netron's sources and a package.json that makes them
// modules. Netron finds the format and reads the file as it does in its window; only the window is missing.
import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [sources, path] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(resolve(sources, name)));
const require = (id) => load(`${id}.js`);
const fail = (error) => { throw error; };
const { ModelFactoryService } = await load("view.js");
const { BinaryStream } = await load("base.js");

const model = await new ModelFactoryService({ require, exception: fail }).open({
  identifier: basename(path), stream: new BinaryStream(await readFile(path)), asset: (name) => readFile(resolve(sources, name), "utf8"), require, error: fail,
});
const [graph] = model.modules;
const types = (values) => Object.fromEntries(values.map((value) => [value.name, value.type.toString()]));
const values = (ends) => ends.flatMap((end) => end.value);
console.log(JSON.stringify({
  format: model.format, producer: model.producer, description: model.description, imports: model.imports,
  metadata: Object.fromEntries(model.metadata.map(({ name, value }) => [name, value])),
  inputs: types(values(graph.inputs)), outputs: types(values(graph.outputs)), nodes: graph.nodes.map((node) => node.type.name),
  initializers: types(values(graph.nodes.flatMap((node) => node.inputs)).filter((value) => value.initializer)),
}));
