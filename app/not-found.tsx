export { NotFound as default } from '../components/house/not-found';
