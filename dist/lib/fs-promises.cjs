const moduleUrl=require('node:url').pathToFileURL(__filename).href;
module.exports=require("fs/promises");
