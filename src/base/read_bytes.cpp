#include "base/read_bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace aksis {
namespace {

constexpr size_t kBlock = 64 * 1024;

std::string amount(size_t bytes) {
  if (bytes >= 1 << 20) return fmt::format("{} MiB", bytes >> 20);
  return fmt::format("{} KiB", bytes >> 10);
}

Result<std::string> read_all(int handle, const std::string& name, size_t bytes_max) {
  std::string out;
  for (;;) {
    const size_t had = out.size();
    out.resize(had + std::min(kBlock, bytes_max + 1 - had));
    const auto got = ::read(handle, out.data() + had, out.size() - had);
    if (got < 0 && errno == EINTR) {
      out.resize(had);
      continue;
    }
    if (got < 0)
      return invalid(errno == EISDIR
                         ? name + " is a folder; a file is wanted"
                         : fmt::format("{} cannot be read to its end ({}); check the disk", name,
                                       std::system_category().message(errno)));
    out.resize(had + static_cast<size_t>(got));
    if (got == 0) return out;
    if (out.size() > bytes_max)
      return Error{Code::too_large,
                   fmt::format("{} is larger than {}; this is no file of the expected kind", name,
                               amount(bytes_max)),
                   {}};
  }
}

}  // namespace

Result<std::string> read_bytes(const std::string& path, size_t bytes_max) {
  const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0)
    return Error{Code::not_found,
                 fmt::format("{} cannot be read ({}); check the path and its permissions", path,
                             std::system_category().message(errno)),
                 {}};
  auto out = read_all(handle, path, bytes_max);
  ::close(handle);
  return out;
}

Result<std::string> read_standard_input(size_t bytes_max) {
  return read_all(STDIN_FILENO, "standard input", bytes_max);
}

}  // namespace aksis
