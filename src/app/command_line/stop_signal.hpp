// Ctrl-C and SIGTERM as a flag that operations look at. Installed once, on the main thread.
#pragma once

#include <atomic>
#include <memory>

namespace aksis::app {

// From now on the first SIGINT or SIGTERM sets the flag; a second one ends the process.
std::shared_ptr<std::atomic<bool>> catch_stop_signals();

// For servers: blocks SIGINT, SIGTERM and SIGHUP in this thread and those it makes from now on.
void block_stop_signals();

// Lets a further one end the process at once: for the time of an orderly end.
void release_stop_signals();

// Waits for one of those; true for SIGHUP.
bool wait_for_signal();

}  // namespace aksis::app
