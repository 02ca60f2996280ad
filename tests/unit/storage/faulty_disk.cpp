#include "faulty_disk.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstring>

namespace aksis::storage {
namespace {

std::atomic<int> left{0};  // operations until the fault; 0: disarmed
std::atomic<bool> happened{false};
std::atomic<bool> persists{false};
std::atomic<Fault> kind{Fault::io_error};

bool fails() {
  if (left == 0) return false;
  if (left > 1) {
    --left;
    return false;
  }
  happened = true;
  if (!persists) left = 0;
  return true;
}

int code(int io_error) {
  return kind == Fault::full ? SQLITE_FULL : io_error;
}

struct File {
  sqlite3_file base;
  sqlite3_file* real;
};

sqlite3_vfs* real_vfs = nullptr;

sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<File*>(file)->real;
}

int on_write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  if (!fails()) return real(file)->pMethods->xWrite(real(file), data, size, at);
  // Half of it arrives: a torn write.
  if (size > 1) real(file)->pMethods->xWrite(real(file), data, size / 2, at);
  return code(SQLITE_IOERR_WRITE);
}
int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (fails()) return code(SQLITE_IOERR_TRUNCATE);
  return real(file)->pMethods->xTruncate(real(file), size);
}
int on_sync(sqlite3_file* file, int flags) {
  if (fails()) return code(SQLITE_IOERR_FSYNC);
  return real(file)->pMethods->xSync(real(file), flags);
}

// The rest passes through.
int on_close(sqlite3_file* file) {
  return real(file)->pMethods->xClose(real(file));
}
int on_read(sqlite3_file* file, void* data, int size, sqlite3_int64 at) {
  return real(file)->pMethods->xRead(real(file), data, size, at);
}
int on_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int on_lock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xLock(real(file), level);
}
int on_unlock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int on_reserved(sqlite3_file* file, int* out) {
  return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
int on_control(sqlite3_file* file, int operation, void* argument) {
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int on_sector(sqlite3_file* file) {
  return real(file)->pMethods->xSectorSize(real(file));
}
int on_device(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int on_shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int on_shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void on_shm_barrier(sqlite3_file* file) {
  real(file)->pMethods->xShmBarrier(real(file));
}
int on_shm_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

const sqlite3_io_methods kMethods = {
    2,           on_close,       on_read,      on_write,   on_truncate, on_sync,   on_size,
    on_lock,     on_unlock,      on_reserved,  on_control, on_sector,   on_device, on_shm_map,
    on_shm_lock, on_shm_barrier, on_shm_unmap, nullptr,    nullptr};

int on_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  auto* const shim = reinterpret_cast<File*>(file);
  shim->real = reinterpret_cast<sqlite3_file*>(shim + 1);
  const int opened = real_vfs->xOpen(real_vfs, name, shim->real, flags, out);
  shim->base.pMethods = shim->real->pMethods ? &kMethods : nullptr;
  return opened;
}

}  // namespace

void FaultyDisk::install() {
  static sqlite3_vfs shim;
  if (real_vfs) return;
  real_vfs = sqlite3_vfs_find(nullptr);
  shim = *real_vfs;
  shim.zName = "faulty";
  shim.szOsFile = static_cast<int>(sizeof(File)) + real_vfs->szOsFile;
  shim.xOpen = on_open;
  sqlite3_vfs_register(&shim, 1);
}

void FaultyDisk::arm(int nth, Fault fault, bool persistent) {
  happened = false;
  kind = fault;
  persists = persistent;
  left = nth;
}

bool FaultyDisk::disarm() {
  left = 0;
  return happened;
}

}  // namespace aksis::storage
