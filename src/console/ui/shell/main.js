import '/ui/sdk/1/aksis.js';
