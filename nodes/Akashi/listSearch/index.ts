export { searchOrganizations } from './searchOrganizations';
export { searchProjects } from './searchProjects';
export { searchStaff } from './searchStaff';
export { searchTasks } from './searchTasks';
