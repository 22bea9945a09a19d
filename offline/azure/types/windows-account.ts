import { badRequest } from "../arm/errors";
import { PlainObject, textAt } from "../wire/values";

/** Names and passwords that Azure refuses (https://learn.microsoft.com/azure/virtual-machines/windows/faq). */
const refusedNames = new Set([
  ..."1 123 a actuser adm admin admin1 admin2 administrator aspnet backup console david guest john owner root server".split(
    " ",
  ),
  ..."sql support support_388945a0 sys test test1 test2 test3 user user1 user2 user3 user4 user5 video".split(" "),
]);
const refusedPasswords = new Set([
  ..."abc@123 P@$$w0rd P@ssw0rd P@ssword123 Pa$$word pass@word1 Password! Password1 Password22 iloveyou!".split(" "),
]);

/** Checks the account and the computer name of a machine that is made from an image. */
export function checkAccount(profile: PlainObject, vmName: string, windows: boolean): void {
  const user = textAt(profile, "adminUsername");
  if (user === undefined) throw missing("osProfile.adminUsername");
  if (refusedNames.has(user.toLowerCase()) || user.endsWith(".") || user.length > (windows ? 20 : 64)) {
    throw badRequest("InvalidParameter", "The Admin Username specified is not allowed.");
  }
  const password = textAt(profile, "adminPassword");
  if (password === undefined && windows) throw missing("osProfile.adminPassword");
  if (password !== undefined) checkPassword(password);
  checkComputerName(textAt(profile, "computerName") ?? vmName, windows);
}

/** What ARM says of a parameter that it needs and did not get. */
export function missing(parameter: string): Error {
  return badRequest("InvalidParameter", `Required parameter '${parameter}' is missing (null).`);
}

function checkPassword(password: string): void {
  if (refusedPasswords.has(password)) {
    throw badRequest("InvalidParameter", "The supplied password is not allowed.");
  }
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  const lengthFits = password.length >= 8 && password.length <= 123;
  if (lengthFits && kinds >= 3 && !/[\u0000-\u001f]/.test(password)) return;
  throw badRequest(
    "InvalidParameter",
    "The supplied password must be between 8-123 characters long and must satisfy at least 3 of password complexity " +
      "requirements from the following:\r\n1) Contains an uppercase character\r\n2) Contains a lowercase character\r\n" +
      "3) Contains a numeric digit\r\n4) Contains a special character\r\n5) Control characters are not allowed",
  );
}

function checkComputerName(name: string, windows: boolean): void {
  const fits =
    name.length <= (windows ? 15 : 64) && !/^\d+$/.test(name) && !/[`~!@#$%^&*()=+_[\]{}\\|;:.'",<>/?]/.test(name);
  if (!windows || fits) return;
  throw badRequest(
    "InvalidParameter",
    "Windows computer name cannot be more than 15 characters long, be entirely numeric, or contain the following " +
      "characters: ` ~ ! @ # $ % ^ & * ( ) = + _ [ ] { } \\ | ; : . ' \" , < > / ?.",
  );
}
