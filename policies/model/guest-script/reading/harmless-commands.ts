const readingVerbs =
  /^(get|test|measure|write|out|format|select|where|foreach|sort|compare|group|join|split|convert|convertto|convertfrom|resolve|start|stop|restart|tee|import|trace|log|export|read)-/;

/** True where the verb of a command, in lower case, says that it changes nothing of what it is given. */
export function changesNothing(name: string): boolean {
  return readingVerbs.test(name);
}
