import { defineBackend } from '@aws-amplify/backend';
import { auth } from './auth/resource';
import { data } from './data/resource';
import { movieRotator } from './functions/movie-rotator/resource';
import { tally } from './functions/tally/resource';

const backend = defineBackend({ auth, data, movieRotator, tally });
backend.data.resources.cfnResources.cfnGraphqlApi.environmentVariables = { A1: '1' };
