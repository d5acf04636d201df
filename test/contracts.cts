import { calls as alert } from '../nodes/Akashi/resources/alert/contract.ts';
import { calls as manHour } from '../nodes/Akashi/resources/manHour/contract.ts';
import { calls as organization } from '../nodes/Akashi/resources/organization/contract.ts';
import { calls as permission } from '../nodes/Akashi/resources/permission/contract.ts';
import { calls as project } from '../nodes/Akashi/resources/project/contract.ts';
import { calls as projectMember } from '../nodes/Akashi/resources/projectMember/contract.ts';
import { calls as staff } from '../nodes/Akashi/resources/staff/contract.ts';
import { calls as stamp } from '../nodes/Akashi/resources/stamp/contract.ts';
import { calls as task } from '../nodes/Akashi/resources/task/contract.ts';
import { calls as token } from '../nodes/Akashi/resources/token/contract.ts';
import { calls as transfer } from '../nodes/Akashi/resources/transfer/contract.ts';
import { calls as workingCondition } from '../nodes/Akashi/resources/workingCondition/contract.ts';
import { calls as workingRecord } from '../nodes/Akashi/resources/workingRecord/contract.ts';
import { calls as attendance } from '../nodes/AmServer/resources/attendance/contract.ts';
import { calls as session } from '../nodes/AmServer/resources/session/contract.ts';
import { calls as amServerStamp } from '../nodes/AmServer/resources/stamp/contract.ts';
import { calls as amServerUser } from '../nodes/AmServer/resources/user/contract.ts';
import { calls as department } from '../nodes/Omflow/resources/department/contract.ts';
import { calls as event } from '../nodes/Omflow/resources/event/contract.ts';
import { calls as leaveRecord } from '../nodes/Omflow/resources/leaveRecord/contract.ts';
import { calls as mission } from '../nodes/Omflow/resources/mission/contract.ts';
import { calls as server } from '../nodes/Omflow/resources/server/contract.ts';
import { calls as ticket } from '../nodes/Omflow/resources/ticket/contract.ts';
import { calls as omflowUser } from '../nodes/Omflow/resources/user/contract.ts';
import { calls as worklog } from '../nodes/Omflow/resources/worklog/contract.ts';

/** All calls of each system by name, which is also what their routes are called in the stand-ins. */

export const akashiCalls = {
	...organization,
	...staff,
	...stamp,
	...workingRecord,
	...manHour,
	...alert,
	...token,
	...workingCondition,
	...transfer,
	...permission,
	...project,
	...task,
	...projectMember,
};

export const amServerCalls = { ...session, ...amServerUser, ...attendance, ...amServerStamp };

export const omflowCalls = {
	...omflowUser,
	...leaveRecord,
	...department,
	...ticket,
	...mission,
	...worklog,
	...event,
	...server,
};
