/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * godown MOUNTPOINT -- stop a file system as a power cut would: from now on
 * nothing reaches the disk, and what was not synced is lost (ext4 and xfs; as
 * root).  Then unmount, mount, and look.
 */
#include <sys/ioctl.h>

#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <sysexits.h>

/* As in the kernel's fs/ext4/ext4.h, which exports it to nobody. */
#define FS_SHUTDOWN _IOR('X', 125, uint32_t)
#define FS_SHUTDOWN_NO_FLUSH 2 /* nor the journal */

int
main(int argc, char *argv[])
{
	uint32_t how = FS_SHUTDOWN_NO_FLUSH;
	int fd;

	if (argc != 2)
		errx(EX_USAGE, "usage: godown MOUNTPOINT");
	if ((fd = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1 ||
	    ioctl(fd, FS_SHUTDOWN, &how) == -1)
		err(EX_OSERR, "%s", argv[1]);
	return 0;
}
