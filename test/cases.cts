import { alertCases } from './cases/akashi/alert.cts';
import { attendanceCases as akashiAttendanceCases } from './cases/akashi/attendance.cts';
import { manHourCases } from './cases/akashi/manHour.cts';
import { organizationCases } from './cases/akashi/organization.cts';
import { permissionCases } from './cases/akashi/permission.cts';
import { projectCases } from './cases/akashi/project.cts';
import { projectMemberCases } from './cases/akashi/projectMember.cts';
import { staffCases } from './cases/akashi/staff.cts';
import { stampCases } from './cases/akashi/stamp.cts';
import { taskCases } from './cases/akashi/task.cts';
import { transferCases } from './cases/akashi/transfer.cts';
import { workingConditionCases } from './cases/akashi/workingCondition.cts';
import { workingRecordCases } from './cases/akashi/workingRecord.cts';
import { attendanceCases } from './cases/amServer/attendance.cts';
import { sessionCases } from './cases/amServer/session.cts';
import { stampCases as amServerStampCases } from './cases/amServer/stamp.cts';
import { userCases as amServerUserCases } from './cases/amServer/user.cts';
import { apiCases } from './cases/omflow/api.cts';
import { departmentCases } from './cases/omflow/department.cts';
import { eventCases } from './cases/omflow/event.cts';
import { leaveRecordCases } from './cases/omflow/leaveRecord.cts';
import { missionCases } from './cases/omflow/mission.cts';
import { serverCases } from './cases/omflow/server.cts';
import { ticketCases } from './cases/omflow/ticket.cts';
import { userCases as omflowUserCases } from './cases/omflow/user.cts';
import { worklogCases } from './cases/omflow/worklog.cts';
import type { Case } from './cases/case.cts';

export { manHourItems } from './cases/akashi/manHour.cts';
export { isWork, type Case } from './cases/case.cts';

/** Every operation of the package, in the ways people use it. */
export const cases: Case[] = [
	...staffCases,
	...stampCases,
	...workingRecordCases,
	...akashiAttendanceCases,
	...organizationCases,
	...manHourCases,
	...alertCases,
	...transferCases,
	...permissionCases,
	...workingConditionCases,
	...projectCases,
	...taskCases,
	...projectMemberCases,
	...omflowUserCases,
	...leaveRecordCases,
	...departmentCases,
	...ticketCases,
	...missionCases,
	...worklogCases,
	...eventCases,
	...serverCases,
	...apiCases,
	...amServerUserCases,
	...attendanceCases,
	...amServerStampCases,
	...sessionCases,
];
