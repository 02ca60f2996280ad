// What the program answers to the shell. Documented in `aksis --help`. Constants; any thread.
#pragma once

#include "aksis/cpp/result.hpp"

namespace aksis::app {

enum ExitCode : int {
  kDone = 0,
  kRefused = 1,      // refused or failed
  kUsage = 2,        // the command, its input or the configuration is wrong
  kAbsent = 3,       // not found
  kConflict = 4,     // the state does not allow it, or somebody else is at it: try again
  kUnavailable = 5,  // data folder, database, module or port cannot be used
  kStopped = 130,    // Ctrl-C
};

inline ExitCode exit_code(Code code) {
  switch (code) {
    case Code::invalid:
    case Code::too_large:
    case Code::unsupported:
      return kUsage;
    case Code::not_found:
      return kAbsent;
    case Code::conflict:
    case Code::stale:
    case Code::busy:
      return kConflict;
    case Code::cancelled:
      return kStopped;
    default:
      return kRefused;
  }
}

// Of an instance or a server that could not be started.
inline ExitCode start_exit_code(Code code) {
  if (code == Code::busy) return kConflict;  // another process has the data open
  return code == Code::cancelled ? kStopped : kUnavailable;
}

}  // namespace aksis::app
