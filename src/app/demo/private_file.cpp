#include "app/demo/private_file.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace aksis::app {

Status write_private_file(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool written =
      file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) written = ::close(file) == 0 && written;
  if (!written) return Error{Code::full, path + " cannot be written; is the disk full?", {}};
  return {};
}

}  // namespace aksis::app
