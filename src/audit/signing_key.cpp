#include "audit/signing_key.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <vector>

#include "base/read_bytes.hpp"

namespace aksis::audit {
namespace {

constexpr char kEd25519 = 1;
constexpr size_t kNameMax = 200;
constexpr size_t kKeyFileMax = 1000;
constexpr size_t kKeyIdBytes = 4;
constexpr std::string_view kHead = "PRIVATE+KEY+";  // as the note package of Go writes keys
constexpr std::string_view kDash = "\xE2\x80\x94 ";

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string text_of(const std::string& name, const Checkpoint& checkpoint) {
  return fmt::format("{}\n{}\n{}\n", name, checkpoint.size, to_base64(bytes_of(checkpoint.root)));
}

Error unwritable(const std::string& path) {
  return internal(
      fmt::format("the key that signs the audit log's checkpoints cannot be written to "
                  "{}: {}",
                  path, std::strerror(errno)));
}

Status write_key(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
  if (file < 0) return unwritable(path);
  const bool written =
      ::write(file, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(file) == 0;
  const Status out = written ? Status() : Status(unwritable(path));
  ::close(file);
  return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1))
    out.push_back(text.substr(0, end));
  if (!text.empty()) out.push_back("\r");  // a last line without its end fits nothing
  return out;
}

// The last part of "PRIVATE+KEY+name+id+base64"; base64 has "+" of its own.
std::optional<std::string> seed_in(std::string_view text) {
  if (!text.starts_with(kHead) || !text.ends_with('\n')) return std::nullopt;
  text.remove_prefix(kHead.size());
  text.remove_suffix(1);
  for (int part = 0; part < 2; ++part) {
    const auto end = text.find('+');
    if (end == std::string_view::npos) return std::nullopt;
    text.remove_prefix(end + 1);
  }
  return from_base64(text);
}

Status check_rights(const std::string& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return unwritable(path);
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return said(Code::forbidden,
              fmt::format("others may use the audit log's key {}: `chmod 0400` it", path),
              fmt::format("D’autres peuvent se servir de la clé du journal d’audit : "
                          "`chmod 0400 {}`.",
                          path));
}

}  // namespace

SigningKey SigningKey::unkept(const std::string& name) {
  SigningKey out;
  out.name_ = name;
  crypto_sign_keypair(out.public_.data(), out.secret_.data());
  return out;
}

Result<SigningKey> SigningKey::open(const std::string& path, const std::string& name) {
  if (sodium_init() < 0) return internal("libsodium cannot start: no source of randomness");
  if (name.empty() || name.size() > kNameMax ||
      std::any_of(name.begin(), name.end(), [](char c) { return c <= ' ' || c == '+'; }))
    return said(
        Code::invalid, fmt::format("'{}' cannot name the audit log: no spaces, no +", name),
        fmt::format("« {} » ne peut pas nommer le journal d’audit : ni espace, ni +.", name));
  SigningKey out;
  out.name_ = name;
  std::array<unsigned char, crypto_sign_SEEDBYTES> seed;
  if (::access(path.c_str(), F_OK) != 0) {
    randombytes_buf(seed.data(), seed.size());
    crypto_sign_seed_keypair(out.public_.data(), out.secret_.data(), seed.data());
    const std::string bytes(seed.begin(), seed.end());
    AKSIS_TRY(write_key(path, fmt::format("{}{}+{}+{}\n", kHead, name, to_hex(out.key_id()),
                                          to_base64(kEd25519 + bytes))));
    return out;
  }
  AKSIS_TRY(check_rights(path));
  AKSIS_ASSIGN(text, read_bytes(path, kKeyFileMax));
  const auto bytes = seed_in(text);
  if (!bytes || bytes->size() != seed.size() + 1)
    return said(
        Code::invalid,
        fmt::format("{} is no key of an audit log; restore it from its backup", path),
        fmt::format("{} n’est pas une clé de journal d’audit ; reprenez-la de sa sauvegarde.",
                    path));
  std::copy(bytes->begin() + 1, bytes->end(), seed.begin());
  crypto_sign_seed_keypair(out.public_.data(), out.secret_.data(), seed.data());
  if (!text.starts_with(fmt::format("{}{}+{}+", kHead, name, to_hex(out.key_id()))))
    return said(
        Code::invalid,
        fmt::format("the key {} signs for another log than {}; name the log as before, or restore "
                    "the right key",
                    path, name),
        fmt::format("La clé {} signe pour un autre journal que {} ; nommez le journal comme avant, "
                    "ou remettez la bonne clé.",
                    path, name));
  return out;
}

SigningKey::~SigningKey() {
  sodium_memzero(secret_.data(), secret_.size());
}

std::string SigningKey::key_id() const {
  const auto hashed = name_ + "\n" + kEd25519 + std::string(public_.begin(), public_.end());
  Hash hash;
  crypto_hash_sha256(hash.data(), raw(hashed), hashed.size());
  return std::string(bytes_of(hash).substr(0, kKeyIdBytes));
}

std::string SigningKey::verifier() const {
  return fmt::format("{}+{}+{}", name_, to_hex(key_id()),
                     to_base64(kEd25519 + std::string(public_.begin(), public_.end())));
}

std::string SigningKey::sign(const Checkpoint& checkpoint) const {
  const auto text = text_of(name_, checkpoint);
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, raw(text),
                       text.size(), secret_.data());
  return fmt::format("{}\n{}{} {}\n", text, kDash, name_, to_base64(key_id() + signature));
}

std::string SigningKey::sign_purge(std::string_view what) const {
  const auto text = fmt::format("purge of {}\n{}\n", name_, what);
  std::string out(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(out.data()), nullptr, raw(text),
                       text.size(), secret_.data());
  return out;
}

bool SigningKey::signed_purge(std::string_view what, std::string_view signature) const {
  const auto text = fmt::format("purge of {}\n{}\n", name_, what);
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(raw(signature), raw(text), text.size(), public_.data()) == 0;
}

Result<Checkpoint> SigningKey::opened(std::string_view note) const {
  const auto lines = lines_of(note);
  if (lines.size() != 5 || !lines[3].empty()) return invalid("it is no signed checkpoint");
  if (lines[0] != name_) return invalid(fmt::format("it speaks of the log '{}'", lines[0]));
  Checkpoint out;
  const auto [end, failed] =
      std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), out.size);
  const auto root = from_base64(lines[2]);
  const auto hash = root ? parse_hash(*root) : std::nullopt;
  if (failed != std::errc() || std::to_string(out.size) != lines[1] || out.size < 0 || !hash)
    return invalid("its size or root has a wrong form");
  out.root = *hash;
  const auto head = fmt::format("{}{} ", kDash, name_);
  if (!lines[4].starts_with(head)) return invalid("it is signed by another");
  const auto signature = from_base64(lines[4].substr(head.size()));
  if (!signature || signature->size() != kKeyIdBytes + crypto_sign_BYTES ||
      !signature->starts_with(key_id()))
    return invalid("it is signed with another key");
  const auto text = text_of(name_, out);
  if (crypto_sign_verify_detached(raw(*signature) + kKeyIdBytes, raw(text), text.size(),
                                  public_.data()) != 0)
    return invalid("its signature is wrong");
  return out;
}

}  // namespace aksis::audit
