#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "audit/witness.hpp"

namespace aksis::audit {
namespace {

class FileWitness final : public Witness {
 public:
  explicit FileWitness(std::string path) : path_(std::move(path)) {}

  Status take(const StoredCheckpoint& checkpoint) override {
    const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (file < 0) return failed();
    const auto out = append_to(file, checkpoint.note);
    ::close(file);
    return out;
  }

 private:
  Status append_to(int file, const std::string& note) {
    struct stat before {};
    if (::fstat(file, &before) != 0) return failed();
    const auto written = ::write(file, note.data(), note.size());
    if (written == ssize_t(note.size()) && ::fsync(file) == 0) return {};
    auto out = failed();
    // Half a note would spoil all that follow.
    if (::ftruncate(file, before.st_size) != 0) out = failed();
    return out;
  }
  Error failed() const {
    return {errno == ENOSPC ? Code::full : Code::busy,
            fmt::format("the witness file {} cannot be written: {}", path_, std::strerror(errno)),
            {}};
  }
  const std::string path_;
};

}  // namespace

Result<std::unique_ptr<Witness>> make_file_witness(const std::string& path) {
  if (!path.starts_with('/'))
    return said(Code::invalid,
                fmt::format("the witness file '{}' needs a path from the root", path),
                fmt::format("Donnez le chemin du fichier témoin {} depuis la racine.", path));
  return std::unique_ptr<Witness>(std::make_unique<FileWitness>(path));
}

}  // namespace aksis::audit
