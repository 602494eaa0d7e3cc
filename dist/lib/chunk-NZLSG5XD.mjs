import{createRequire as requireFromDist}from'node:module';const moduleUrl=new URL('../index.mjs',import.meta.url).href,require=requireFromDist(moduleUrl),__filename=require('node:url').fileURLToPath(moduleUrl),__dirname=require('node:path').dirname(__filename);
var SILENT={stage(){},advance(){},done(){}};export{SILENT};
