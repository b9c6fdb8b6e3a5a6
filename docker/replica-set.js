/* global db, print, process, rs, sleep */
// For mongosh, connected to one of the members: makes a replica set of MEMBERS, unless that was done before, and waits
// until it has a primary.
const SET = 'rete-punti';
const SECONDS = 60;

const members = process.env.MEMBERS.split(',').map((host, index) => ({ _id: index, host }));

try {
  rs.status();
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  rs.initiate({ _id: SET, members });
}

for (let second = 0; !db.hello().primary; second += 1) {
  if (second === SECONDS) throw new Error(`The replica set ${SET} has no primary after ${SECONDS} seconds.`);
  sleep(1000);
}
print(`${SET}: the primary is ${db.hello().primary}`);
