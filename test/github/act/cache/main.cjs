process.stdout.write('nothing is kept here\n');
