'use strict';

const { AkashiApi } = require('./dist/credentials/AkashiApi.credentials.js');
const { AmServerApi } = require('./dist/credentials/AmServerApi.credentials.js');
const { OmflowApi } = require('./dist/credentials/OmflowApi.credentials.js');
const { Akashi } = require('./dist/nodes/Akashi/Akashi.node.js');
const { AmServer } = require('./dist/nodes/AmServer/AmServer.node.js');
const { Omflow } = require('./dist/nodes/Omflow/Omflow.node.js');

module.exports = { Akashi, AkashiApi, AmServer, AmServerApi, Omflow, OmflowApi };
