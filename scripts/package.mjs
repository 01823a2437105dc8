import { launch } from './launch.mjs';

launch('package/main.ts');
