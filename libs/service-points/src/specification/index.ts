export { drawn, type Drawn, type Told } from './drawn-map.ts';
