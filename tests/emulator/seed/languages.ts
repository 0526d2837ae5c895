// Mail in other languages and scripts, some of it from right to left.

import { escapeHtml } from '../mail/text'
import { compose, type SeedMail, type Stage } from './compose'

interface Letter {
  from: [name: string, address: string]
  subject: string
  lines: string[]
  rtl?: boolean
}

export const LETTERS: readonly Letter[] = [
  {
    from: ['Jürgen Weißgerber', 'j.weissgerber@kanzlei-ostertag.example'],
    subject: 'Rückfrage zur Größe der Fläche',
    lines: [
      'Sehr geehrte Damen und Herren,',
      'für die Überprüfung benötigen wir bis übermorgen die genaue Größe der Fläche in Straßenhöhe.',
      'Mit freundlichen Grüßen',
      'Jürgen Weißgerber',
    ],
  },
  {
    from: ['Sabine Löffelhardt', 'loeffelhardt@windhaven.example'],
    subject: 'AW: Termin für die Wartung',
    lines: [
      'Guten Morgen,',
      'der Techniker kommt am Dienstag gegen halb neun. Bitte halten Sie die Zufahrt frei.',
      'Viele Grüße aus Görlitz',
    ],
  },
  {
    from: ['Hélène Garçon', 'helene.garcon@delacroix-avocats.example'],
    subject: 'Votre dossier à l’étude',
    lines: [
      'Bonjour,',
      'nous avons bien reçu vos pièces ; il manque seulement l’attestation de l’assureur.',
      'Bien cordialement,',
      'Hélène Garçon',
    ],
  },
  {
    from: ['Benoît Lefèvre', 'b.lefevre@castellane.example'],
    subject: 'Devis n° 2047 – « salle d’eau »',
    lines: ['Madame, Monsieur,', 'le prix baisse de 8 % si la commande arrive avant Noël.', 'Salutations distinguées'],
  },
  {
    from: ['伊藤 さくら', 'sakura.ito@kombu.example'],
    subject: '来週の打ち合わせについて',
    lines: [
      'お世話になっております。',
      '来週の火曜日、午後二時にそちらへ伺ってもよろしいでしょうか。見本を三つお持ちします。',
      '伊藤',
    ],
  },
  {
    from: ['中村 健', 'ken.nakamura@orthovia.example'],
    subject: '【重要】部品番号の変更(全角テスト)',
    lines: [
      '各位',
      '十月より部品番号が変わります。古い番号での注文は受け付けられません。',
      '以上、よろしくお願いいたします。',
    ],
  },
  {
    from: ['ليلى حداد', 'layla.haddad@harbourmutual.example'],
    subject: 'بخصوص عقد التأمين رقم 4471',
    lines: ['تحية طيبة،', 'نرجو إرسال نسخة موقّعة من العقد رقم 4471 قبل يوم الخميس.', 'مع الشكر، ليلى حداد'],
    rtl: true,
  },
  {
    from: ['يوسف الرشيد', 'yusuf@cargoline.example'],
    subject: 'وصلت الشحنة إلى Hamburg',
    lines: ['السلام عليكم،', 'وصلت الحاوية ABC-1234 إلى ميناء Hamburg صباح اليوم، والأوراق كاملة.', 'يوسف'],
    rtl: true,
  },
  {
    from: ['נועה ברק', 'noa.barak@fieldnote.example'],
    subject: 'הצעת מחיר לפרויקט החדש',
    lines: ['שלום,', 'המחיר הוא 12,500 ₪ כולל התקנה, בתוקף עד סוף החודש.', 'בברכה, נועה'],
    rtl: true,
  },
  {
    from: ['प्रिया शर्मा', 'priya.sharma@tessera-cloud.example'],
    subject: 'परियोजना की समय-सीमा',
    lines: ['नमस्ते,', 'नई समय-सीमा अगले महीने की पंद्रह तारीख है। कृपया पुष्टि कर दें।', 'धन्यवाद, प्रिया'],
  },
  {
    from: ['Ελένη Παππά', 'eleni.pappa@olivaro.example'],
    subject: 'Παραγγελία για το ελαιόλαδο',
    lines: [
      'Καλημέρα σας,',
      'το νέο λάδι είναι έτοιμο· μπορούμε να στείλουμε είκοσι δοχεία την Παρασκευή.',
      'Με εκτίμηση, Ελένη',
    ],
  },
  {
    from: ['王小明', 'xiaoming.wang@solmera.example'],
    subject: '关于太阳能板交货时间',
    lines: ['您好:', '第一批太阳能板预计下周三到港,请安排两名工人卸货。', '此致 敬礼', '王小明'],
  },
  {
    from: ['陳美玲', 'meiling.chen@pelikaan.example'],
    subject: '報價單更新(含運費)',
    lines: ['您好,', '附上最新報價,運費已包含在內。若有問題請隨時聯絡。', '陳美玲'],
  },
  {
    from: ['김민준', 'minjun.kim@quillstack.example'],
    subject: '회의록 공유드립니다',
    lines: ['안녕하세요.', '어제 회의록을 정리했습니다. 세 번째 항목만 확인 부탁드립니다.', '감사합니다. 김민준 드림'],
  },
  {
    from: ['Оксана Ткаченко', 'oksana@gridgrain.example'],
    subject: 'Щодо підключення до мережі',
    lines: ['Добрий день!', 'Лічильник встановлено, показники надішлемо в понеділок.', 'З повагою, Оксана'],
  },
  {
    from: ['สมชาย ใจดี', 'somchai@miramonte.example'],
    subject: 'ยืนยันการจองห้องพัก',
    lines: ['สวัสดีครับ', 'ขอยืนยันการจองห้องพักสองคืน พร้อมอาหารเช้า', 'ขอบคุณครับ'],
  },
  {
    from: ['Nguyễn Thị Hương', 'huong.nguyen@swiftdepot.example'],
    subject: 'Lịch giao hàng tuần tới',
    lines: ['Chào anh chị,', 'Xe sẽ đến lúc tám giờ sáng thứ Tư, xin chuẩn bị sẵn chứng từ.', 'Trân trọng, Hương'],
  },
  {
    from: ['Łukasz Żółć', 'lukasz.zolc@ironbridge.example'],
    subject: 'Zażółć gęślą jaźń – próba czcionki',
    lines: ['Cześć,', 'sprawdzamy, czy wszystkie polskie litery dochodzą w całości.', 'Pozdrawiam, Łukasz'],
  },
  {
    from: ['Zoë 🌻 Quist', 'zoe.quist@hearthrye.example'],
    subject: '🎉🎂 Team birthday 👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈 on Friday',
    lines: ['Hi all 👋,', 'cake 🍰 at three, please bring a spoon 🥄. 1️⃣ rule: no speeches 😅', '💛 Zoë'],
  },
  {
    from: ['Cafe\u0301 Nin\u0303o', 'cafe@wayfarer.example'],
    subject: 'De\u0301composed accents: re\u0301sume\u0301',
    lines: ['This mail writes its accents as separate characters: cafe\u0301, nin\u0303o, A\u030angstro\u0308m.'],
  },
]

export function foreignMail(stage: Stage, index: number): SeedMail {
  const letter = LETTERS[index % LETTERS.length]
  if (!letter) throw new Error('no letters')
  const at = stage.moment()
  const plain = index % 4 === 3
  const direction = letter.rtl ? ' dir="rtl"' : ''
  const body = plain
    ? letter.lines.join('\r\n\r\n')
    : `<html><head><meta charset="utf-8"></head><body${direction}>${letter.lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}</body></html>`
  const [name, address] = letter.from
  return {
    content: compose(stage, `foreign${index}`, {
      subject: letter.subject,
      from: { name, address },
      at,
      type: plain ? 'text' : 'html',
      body,
    }),
    place: 'inbox',
    received: at,
    isRead: stage.random.chance(50),
  }
}
