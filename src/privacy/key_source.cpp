#include "privacy/key_source.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "privacy/key_text.hpp"

namespace aksis::privacy {
namespace {

namespace fs = std::filesystem;

// Adds the key of `path` when there is one.
Status add(Keks& keks, const std::string& path, const std::string& kind, bool strict) {
  auto kek = read_key_text(path, kind, strict);
  if (!kek && kek.error().code == Code::not_found) return {};
  if (!kek) return std::move(kek).error();
  keks.push_back(std::move(*kek));
  return {};
}

class KeyFile final : public KeySource {
 public:
  explicit KeyFile(std::string path) : path_(fs::absolute(path).string()) {}
  std::string where() const override { return "the key file " + path_; }

  Result<Keks> load() override {
    Keks out;
    AKSIS_TRY(add(out, path_, kKind, true));
    AKSIS_TRY(add(out, next(), kKind, true));
    const auto prefix = fs::path(path_).filename().string() + ".old-";
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(fs::path(path_).parent_path(), error))
      if (entry.path().filename().string().starts_with(prefix))
        AKSIS_TRY(add(out, entry.path().string(), kKind, true));
    return out;
  }

  Result<std::shared_ptr<const Kek>> make() override {
    const auto path = fs::exists(path_) ? next() : path_;
    if (!fs::exists(path)) AKSIS_TRY(write_key_text(path));
    return read_key_text(path, kKind, true);
  }

  Status settle(std::string_view id) override {
    auto coming = read_key_text(next(), kKind, true);
    if (!coming && coming.error().code == Code::not_found) return {};
    if (!coming) return std::move(coming).error();
    if ((*coming)->id() != id) return {};  // never came into use: the next make() gives it
    AKSIS_ASSIGN(before, read_key_text(path_, kKind, true));
    const auto number = before->id().substr(std::string(kKind).size() + 1);
    std::error_code error;
    // A link first: at no moment is one of the two keys without a name.
    fs::create_hard_link(path_, path_ + ".old-" + number, error);
    if (error && error != std::errc::file_exists)
      return internal(fmt::format("keeping {} failed: {}", path_, error.message()));
    fs::rename(next(), path_, error);
    if (error) return internal(fmt::format("replacing {} failed: {}", path_, error.message()));
    return {};
  }

 private:
  static constexpr const char* kKind = "file";
  std::string next() const { return path_ + ".next"; }
  const std::string path_;
};

class Credential final : public KeySource {
 public:
  Credential(std::string name, std::string directory)
      : name_(std::move(name)), directory_(std::move(directory)) {
    const char* given = std::getenv("CREDENTIALS_DIRECTORY");
    if (directory_.empty() && given) directory_ = given;
  }
  std::string where() const override { return "the systemd credential " + name_; }

  Result<Keks> load() override {
    if (directory_.empty())
      return said(Code::not_found,
                  fmt::format("there are no systemd credentials: start aksis from a unit with "
                              "LoadCredentialEncrypted={}:PATH",
                              name_),
                  fmt::format("systemd n’a transmis aucun secret : lancez aksis d’une unité qui a "
                              "LoadCredentialEncrypted={}:CHEMIN.",
                              name_));
    Keks out;
    AKSIS_TRY(add(out, path(""), kKind, false));
    AKSIS_TRY(add(out, path(".next"), kKind, false));
    AKSIS_TRY(add(out, path(".old"), kKind, false));
    return out;
  }

  Result<std::shared_ptr<const Kek>> make() override {
    auto made = read_key_text(path(".next"), kKind, false);
    if (made || made.error().code != Code::not_found) return made;
    return said(Code::not_found,
                fmt::format("aksis cannot make a systemd credential: add {0}.next (`openssl rand "
                            "-hex 32 | systemd-creds encrypt - PATH`) to the unit, start it and "
                            "ask again; for a first start, add {0}",
                            name_),
                fmt::format("aksis ne peut pas créer un secret de systemd : ajoutez {0}.next "
                            "(`openssl rand -hex 32 | systemd-creds encrypt - CHEMIN`) à l’unité, "
                            "relancez-la et recommencez ; au premier démarrage, ajoutez {0}.",
                            name_));
  }

  Status settle(std::string_view) override { return {}; }  // the administrator's files

 private:
  static constexpr const char* kKind = "credential";
  std::string path(const char* ending) const { return directory_ + "/" + name_ + ending; }
  const std::string name_;
  std::string directory_;
};

}  // namespace

std::unique_ptr<KeySource> key_file(std::string path) {
  return std::make_unique<KeyFile>(std::move(path));
}

std::unique_ptr<KeySource> systemd_credential(std::string name, std::string directory) {
  return std::make_unique<Credential>(std::move(name), std::move(directory));
}

}  // namespace aksis::privacy
