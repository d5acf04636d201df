export { searchOrganizations } from './searchOrganizations';
export { searchStaff } from './searchStaff';
