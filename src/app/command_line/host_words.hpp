// Words of the host's own answers, by topic. Constant data; any thread.
#pragma once

#include <span>
#include <string_view>

namespace aksis::app {

struct HostWord {
  std::string_view key, fr, en;
};

// People, accounts, roles, sessions, the audit log, keys, retention.
std::span<const HostWord> protection_words();

}  // namespace aksis::app
