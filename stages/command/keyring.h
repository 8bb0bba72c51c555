/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef COMMAND_KEYRING_H
#define COMMAND_KEYRING_H

#include "command/command.h"

/*
 * keyring -- what `isupport key` does to the master key and all that it
 * opens.  Each returns an exit status.
 */

/** key_rotate(call): go on to a new master key. */
int key_rotate(const struct call *);

/** key_backup(call, cert, file): all keys to ${file}, for ${cert}. */
int key_backup(const struct call *, const char *, const char *);

/** key_restore(call, file): the keys from ${file}, opened; "-": stdin. */
int key_restore(const struct call *, const char *);

#endif /* !COMMAND_KEYRING_H */
