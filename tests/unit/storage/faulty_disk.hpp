// A disk that fails on order: SQLite's file layer with a counter in front of write, sync and
// truncate. One for the process; arm() and disarm(): any thread.
#pragma once

namespace aksis::storage {

enum class Fault { io_error, full };

class FaultyDisk {
 public:
  // Becomes SQLite's default file layer, once for the process.
  static void install();
  // The `nth` operation from now on fails; with `persistent`, all after it too.
  static void arm(int nth, Fault fault, bool persistent);
  // Works again. Whether the fault happened.
  static bool disarm();
};

}  // namespace aksis::storage
