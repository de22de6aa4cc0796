// The server may mount the page under any path, so every address in it is relative.
exports.base = './';
