/** How a command that trains a link ends. */
import { UsageError } from './options';

/**
 * Runs a command by its arguments, or prints how it is used where they are null. What it throws is a sentence on standard error,
 * with the exit code 2 where the command was not understood, and 1 where it could not be done.
 * @param name Of the script, as npm runs it.
 */
export async function runCommand<Options>(
  { name, usage, read }: { name: string; usage: string; read: (args: readonly string[]) => Options | null },
  run: (options: Options) => Promise<void>,
): Promise<void> {
  try {
    const options = read(process.argv.slice(2));
    if (options === null) process.stdout.write(usage);
    else await run(options);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
    console.error(`${error instanceof Error ? error.message : String(error)}${cause}`);
    if (error instanceof UsageError) console.error(`npm run -s ${name} -- --help tells more.`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
