#include "privacy/key_text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "privacy/sealed_bytes.hpp"

namespace aksis::privacy {
namespace {

constexpr size_t kDigits = 2 * kKeyBytes;
constexpr mode_t kMode = 0400;
constexpr size_t kIdBytes = 8;
constexpr std::string_view kIdPurpose = "aksis key-encryption key: its public number, 1";

class TextKek final : public Kek {
 public:
  TextKek(SecretKey key, const std::string& kind) : key_(std::move(key)) {
    std::array<unsigned char, crypto_generichash_BYTES_MIN> digest;
    crypto_generichash(digest.data(), digest.size(),
                       reinterpret_cast<const unsigned char*>(kIdPurpose.data()), kIdPurpose.size(),
                       key_.data(), kKeyBytes);
    id_ = kind + ":";
    for (size_t i = 0; i < kIdBytes; ++i) id_ += fmt::format("{:02x}", digest[i]);
  }
  const std::string& id() const override { return id_; }
  Result<storage::Blob> wrap(const SecretKey& key, std::string_view binding) const override {
    return seal_bytes(key_.data(), 0, bound({"kek", binding}),
                      {reinterpret_cast<const char*>(key.data()), kKeyBytes});
  }
  Result<SecretKey> unwrap(const storage::Blob& wrapped, std::string_view binding) const override {
    auto plain = open_bytes(key_.data(), bound({"kek", binding}), wrapped);
    if (!plain || plain->size() != kKeyBytes)
      return internal(
          fmt::format("a key of the database does not open with {}: the row was changed", id_));
    SecretKey out;
    std::memcpy(out.data(), plain->data(), kKeyBytes);
    sodium_memzero(plain->data(), plain->size());
    return out;
  }

 private:
  SecretKey key_;
  std::string id_;
};

class File {
 public:
  File(const std::string& path, int flags, mode_t mode = 0)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

Error refused(const std::string& path, std::string_view why, std::string_view why_fr) {
  return said(Code::forbidden, fmt::format("the key file {} {}", path, why),
              fmt::format("Le fichier de clé {} {}.", path, why_fr));
}

Error failed(const std::string& path, std::string_view doing) {
  return internal(fmt::format("{} the key file {} failed: {}", doing, path, std::strerror(errno)));
}

}  // namespace

Result<std::shared_ptr<const Kek>> read_key_text(const std::string& path, const std::string& kind,
                                                 bool strict) {
  const File file(path, O_RDONLY | O_NOFOLLOW);
  if (file.get() < 0 && errno == ENOENT)
    return said(Code::not_found, fmt::format("there is no key file {}", path),
                fmt::format("Le fichier de clé {} n’existe pas.", path));
  if (file.get() < 0) return failed(path, "opening");
  struct stat about {};
  if (fstat(file.get(), &about) != 0) return failed(path, "reading the rights of");
  if (!S_ISREG(about.st_mode)) return refused(path, "is no regular file", "n’est pas un fichier");
  if (strict && (about.st_mode & 07777 & ~kMode))
    return refused(path,
                   fmt::format("has the rights {:04o}: others may read or change it. If nobody "
                               "did, `chmod 0400 {}`",
                               about.st_mode & 07777, path),
                   fmt::format("a les droits {:04o} : d’autres peuvent le lire ou le modifier. Si "
                               "personne ne l’a fait, `chmod 0400 {}`",
                               about.st_mode & 07777, path));
  // One more than there may be, so that a longer file shows.
  std::array<char, kDigits + 3> text{};
  const ssize_t got = ::read(file.get(), text.data(), text.size());
  if (got < 0) return failed(path, "reading");
  std::string_view digits(text.data(), static_cast<size_t>(got));
  while (digits.ends_with('\n')) digits.remove_suffix(1);
  SecretKey key;
  size_t decoded = 0;
  const bool right = digits.size() == kDigits &&
                     sodium_hex2bin(key.data(), kKeyBytes, digits.data(), digits.size(), nullptr,
                                    &decoded, nullptr) == 0 &&
                     decoded == kKeyBytes;
  sodium_memzero(text.data(), text.size());
  if (!right)
    return refused(path, fmt::format("is no key: {} hexadecimal digits are expected", kDigits),
                   fmt::format("n’est pas une clé : elle a {} chiffres hexadécimaux", kDigits));
  return std::shared_ptr<const Kek>(std::make_shared<TextKek>(std::move(key), kind));
}

Status write_key_text(const std::string& path) {
  const SecretKey key = SecretKey::random();
  std::array<char, kDigits + 1> text{};
  sodium_bin2hex(text.data(), text.size(), key.data(), kKeyBytes);
  text.back() = '\n';
  bool written = false;
  // Under another name first: a crash half-way leaves no half key under the right one.
  const auto making = path + ".making";
  ::unlink(making.c_str());
  {
    const File file(making, O_WRONLY | O_CREAT | O_EXCL, kMode);
    if (file.get() < 0) return failed(making, "making");
    written = ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
              ::fsync(file.get()) == 0;
  }
  sodium_memzero(text.data(), text.size());
  if (!written) return failed(making, "writing");
  if (::link(making.c_str(), path.c_str()) != 0) return failed(path, "making");
  ::unlink(making.c_str());
  const File folder(std::filesystem::path(path).parent_path().string(), O_RDONLY | O_DIRECTORY);
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) return failed(path, "keeping");
  return {};
}

}  // namespace aksis::privacy
