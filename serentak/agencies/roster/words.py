"""What the plan of a sheet says of a line: wrong, with how to mend it, or to look at."""

NOT_YOURS = {
    "id": "Instansi ini bukan di bawah pengelolaan Anda.",
    "en": "This agency is not yours to administer.",
}
ADMINISTRATORS_POST = {
    "id": "Jabatan pengelola diatur oleh pengelola sistem. Hapus baris ini.",
    "en": "Administrators' posts are managed by the system's administrator. Delete this line.",
}
ELSEWHERE = {
    "id": "Jabatan dengan peran ini tidak ada di instansi ini.",
    "en": "A post of this role does not stand in this agency.",
}
SEVERAL = {
    "id": "Ada beberapa jabatan dengan nama ini. Angkat orangnya lewat halaman jabatannya.",
    "en": "Several posts are called so. Appoint the person on the page of the post.",
}
SOLE = {
    "id": "Jabatan dengan peran ini hanya satu, dan sudah ada dengan nama lain.",
    "en": "There is one post of this role, and it exists under another title.",
}
YOURSELF = {
    "id": "Anda tidak mengangkat diri sendiri. Minta pengelola sistem.",
    "en": "You do not appoint yourself. Ask the system's administrator.",
}
STRANGER = {
    "id": "Orang ini tanpa jabatan dan tidak diundang instansi Anda. Minta pengelola sistem mengangkatnya.",
    "en": "This person holds no post, nor did your agency invite him. Ask the system's administrator.",
}
PAST = {
    "id": "Masa ini sudah lewat. Impor mencatat yang berlaku hari ini atau nanti.",
    "en": "This time is over. An import records what holds today or later.",
}
HELD = {
    "id": "Orang ini sudah memegangnya dengan ketentuan lain. Akhiri dulu yang lama di halamannya.",
    "en": "This person holds it on other terms. End the old holding first, on the page of the post.",
}
OCCUPIED = {
    "id": "Jabatan untuk satu orang ini terisi pada masa itu. Akhiri dulu yang lama di halamannya.",
    "en": "This post is for one person and is held then. End the old holding first, on the page of the post.",
}
SHARED = {"id": "Jabatan ini juga dipegang orang lain.", "en": "Somebody else holds this post too."}
SAME_NAME = {
    "id": "Nama ini ada di baris lain dengan nama pengguna lain. Orang yang sama?",
    "en": "Another line has this name with another sign-in name. The same person?",
}
OTHER_NAME = {
    "id": "Akun dengan nama pengguna ini bernama lain. Namanya tidak diubah.",
    "en": "The account with this sign-in name has another name. It is not changed.",
}
LOCKED = {"id": "Akun ini terkunci.", "en": "This account is locked."}
