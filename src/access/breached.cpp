#include "access/breached.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/sha.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace aksis::access {
namespace {

constexpr size_t kHashDigits = 40;
constexpr size_t kLineMax = 64;  // 40 digits, a colon, a count, an end of line
constexpr int kSamples = 64;

class File {
 public:
  explicit File(const std::string& path) : handle_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat about {};
    if (handle_ >= 0 && ::fstat(handle_, &about) == 0) size_ = about.st_size;
  }
  ~File() {
    if (handle_ >= 0) ::close(handle_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool open() const { return handle_ >= 0 && size_ > 0; }
  int64_t size() const { return size_; }

  struct Line {
    int64_t begin = 0, end = 0;  // offsets; `end` is the next line's begin
    std::string hash;            // empty: not a line of the form
  };
  // The line that holds the byte at `at`.
  Line line_at(int64_t at) const {
    std::array<char, 2 * kLineMax> bytes{};
    const int64_t from = std::max<int64_t>(0, at - static_cast<int64_t>(kLineMax));
    const auto got = ::pread(handle_, bytes.data(), bytes.size(), from);
    const std::string_view text(bytes.data(), got > 0 ? static_cast<size_t>(got) : 0);
    const auto middle = static_cast<size_t>(at - from);
    const auto before = middle == 0 ? std::string_view::npos : text.rfind('\n', middle - 1);
    const size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const auto end = std::min(text.find('\n', middle), text.size());
    Line line{from + static_cast<int64_t>(begin), from + static_cast<int64_t>(end) + 1, {}};
    const auto content = text.substr(begin, end - begin);
    if (content.size() < kHashDigits) return line;
    for (const char c : content.substr(0, kHashDigits)) {
      if (!std::isxdigit(static_cast<unsigned char>(c))) return line;
      line.hash += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    if (content.size() > kHashDigits && content[kHashDigits] != ':' && content[kHashDigits] != '\r')
      line.hash.clear();
    return line;
  }

 private:
  int handle_;
  int64_t size_ = 0;
};

std::string sha1_hex(std::string_view text) {
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string out;
  for (const auto byte : digest) out += fmt::format("{:02X}", byte);
  return out;
}

}  // namespace

Status BreachedPasswords::check_file() const {
  if (path_.empty()) return {};
  const File file(path_);
  if (!file.open())
    return said(Code::invalid,
                fmt::format("the file of breached passwords {} is absent, empty or not "
                            "readable; give another path or none",
                            path_),
                fmt::format("Le fichier des mots de passe divulgués {} est absent, vide ou "
                            "illisible : indiquez-en un autre, ou aucun.",
                            path_));
  std::string before;
  for (int i = 0; i < kSamples; ++i) {
    const auto line = file.line_at((file.size() - 1) / kSamples * i);
    if (line.hash.empty() || line.hash < before)
      return said(Code::invalid,
                  fmt::format("the file of breached passwords {} is not one of SHA-1 hashes in "
                              "order (HASH:COUNT) near byte {}",
                              path_, line.begin),
                  fmt::format("Le fichier des mots de passe divulgués {} n’est pas une liste triée "
                              "d’empreintes SHA-1 (HASH:COUNT) près de l’octet {}.",
                              path_, line.begin));
    before = line.hash;
  }
  return {};
}

Result<bool> BreachedPasswords::contains(std::string_view password) const {
  if (path_.empty()) return false;
  const File file(path_);
  if (!file.open())
    return internal(
        fmt::format("the file of breached passwords {} cannot be read any more", path_));
  const auto wanted = sha1_hex(password);
  int64_t low = 0, high = file.size();
  while (low < high) {
    const auto line = file.line_at(low + (high - low) / 2);
    if (line.hash.empty())
      return internal(fmt::format("the file of breached passwords {} is damaged near byte {}",
                                  path_, line.begin));
    if (line.hash == wanted) return true;
    if (line.hash < wanted)
      low = line.end;
    else
      high = line.begin;
  }
  return false;
}

}  // namespace aksis::access
