#include "http/exchange.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "aksis/cpp/json.hpp"
#include "base/identity.hpp"

namespace aksis::http {

Result<UploadFile> UploadFile::create(const std::string& folder) {
  auto path = folder + "/upload-" + random_hex(16);
  const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (handle < 0)
    return Error{errno == ENOSPC ? Code::full : Code::internal,
                 "the upload cannot be kept in " + folder + ": " + std::strerror(errno),
                 {}};
  return UploadFile(std::move(path), handle);
}

UploadFile::UploadFile(UploadFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), handle_(std::exchange(other.handle_, -1)) {}

UploadFile& UploadFile::operator=(UploadFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(handle_, other.handle_);
  return *this;
}

UploadFile::~UploadFile() {
  if (handle_ < 0) return;
  ::close(handle_);
  ::unlink(path_.c_str());
}

Status UploadFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(handle_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0)
      return Error{errno == ENOSPC ? Code::full : Code::internal,
                   std::string("the upload cannot be written: ") + std::strerror(errno) +
                       "; free some space and send it again",
                   {}};
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

void Progress::set(int64_t done, int64_t total, std::string_view message) {
  const std::lock_guard lock(mutex_);
  done_ = done;
  total_ = total;
  message_ = message;
  fresh_ = true;
}

std::optional<std::string> Progress::take() {
  const std::lock_guard lock(mutex_);
  if (!fresh_) return std::nullopt;
  fresh_ = false;
  json::Writer line;
  line.object().key("progress").object();
  line.member("done", done_).member("total", total_).member("message", message_).end().end();
  return line.text() + "\n";
}

}  // namespace aksis::http
