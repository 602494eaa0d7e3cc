import{createRequire as requireFromDist}from'node:module';const moduleUrl=new URL('../index.mjs',import.meta.url).href,require=requireFromDist(moduleUrl),__filename=require('node:url').fileURLToPath(moduleUrl),__dirname=require('node:path').dirname(__filename);
var isWindowsDevice=segment=>/^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]) *(?:\.|$)/i.test(segment);export{isWindowsDevice};
